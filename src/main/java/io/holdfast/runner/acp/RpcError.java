package io.holdfast.runner.acp;

import io.vertx.core.json.JsonObject;

/** An error of JSON-RPC 2.0, as the other side sent it or is sent it. */
final class RpcError extends RuntimeException {

  static final int NO_SUCH_METHOD = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;

  /** The agent wants somebody to log in first. */
  static final int AUTH_REQUIRED = -32000;

  /** What was named is not there; the protocol's own code. */
  static final int NOT_FOUND = -32002;

  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 400;

  private final int code;

  RpcError(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static RpcError of(JsonObject error) {
    String message = String.valueOf(error.getValue("message"));
    Object data = error.getValue("data");
    Object details = data instanceof JsonObject more ? more.getValue("details") : data;
    String whole = details == null ? message : message + ": " + details;
    return new RpcError(
        error.getValue("code") instanceof Number code ? code.intValue() : INTERNAL,
        whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "…");
  }

  int code() {
    return code;
  }

  JsonObject json() {
    return JsonObject.of("code", code, "message", String.valueOf(getMessage()));
  }
}
