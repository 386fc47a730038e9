package io.holdfast.ops.api;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.holdfast.model.HoldfastException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** An answer that is a problem (RFC 9457). Carries no stack: it is no fault of ours. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String TYPE = "urn:holdfast:problem:";

  private final Kind kind;
  private final transient JsonObject members;
  private final transient Map<String, String> headers;

  private Refusal(Kind kind, String detail, JsonObject members, Map<String, String> headers) {
    super(detail, null, false, false);
    this.kind = kind;
    this.members = members;
    this.headers = headers;
  }

  static Refusal of(Kind kind, String detail) {
    return new Refusal(kind, detail, new JsonObject(), Map.of());
  }

  /** With a header that says how to do better. */
  static Refusal withHeader(Kind kind, String detail, String header, String value) {
    return new Refusal(kind, detail, new JsonObject(), Map.of(header, value));
  }

  /**
   * Of one named part of the request.
   *
   * @param kind BAD_PARAMETER or BAD_BODY
   * @param name the parameter or key
   * @param accepted what may stand there
   * @param found what stands there
   */
  static Refusal of(Kind kind, String name, String accepted, String found) {
    String subject = kind == Kind.BAD_BODY ? "key " : "parameter ";
    JsonObject members =
        new JsonObject().put("parameter", name).put("accepted", accepted).put("found", found);
    String detail = subject + name + ": found " + found + ", accepted is " + accepted;
    return new Refusal(kind, detail, members, Map.of());
  }

  /** What a failure of the store or the gateway is to a client. */
  static Refusal of(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    } else if (failure instanceof ConfigFaults faults) {
      return of(faults);
    } else if (failure instanceof HoldfastException.NotReady) {
      return of(Kind.NOT_READY, text(failure));
    } else if (failure instanceof HoldfastException.Conflict) {
      return of(Kind.CONFLICT, text(failure));
    } else {
      // Its text may say what a client must not know, such as a path; the log has it.
      return of(Kind.INTERNAL, "The log of the gateway says more.");
    }
  }

  private static Refusal of(ConfigFaults invalid) {
    JsonArray faults = new JsonArray();
    invalid.faults().forEach(fault -> faults.add(json(fault)));
    int count = faults.size();
    String detail = count + (count == 1 ? " fault" : " faults") + "; nothing was changed";
    return new Refusal(
        Kind.INVALID_CONFIGURATION, detail, new JsonObject().put("faults", faults), Map.of());
  }

  private static JsonObject json(Fault fault) {
    return new JsonObject()
        .put("path", fault.path())
        .put("found", fault.found())
        .put("expected", fault.expected())
        .put("suggestion", fault.suggestion());
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message;
  }

  Kind kind() {
    return kind;
  }

  /**
   * As it goes out.
   *
   * @param instance the path that was asked for
   */
  Answer answer(String instance) {
    JsonObject body =
        new JsonObject()
            .put("type", TYPE + kind.code())
            .put("title", kind.title())
            .put("status", kind.status())
            .put("detail", text(this))
            .put("code", kind.code())
            .put("instance", instance)
            .mergeIn(members);
    return new Answer.Whole(kind.status(), "application/problem+json", body.toBuffer(), headers);
  }
}
