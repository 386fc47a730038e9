package io.holdfast.runner.acp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * What an agent may ask of its client: files and commands, in its workspace, as far as the
 * configuration allows it. Confined to one event loop.
 */
final class ClientMethods {

  private static final int ALL = Integer.MAX_VALUE;

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Workspace workspace;
  private final Terminals terminals;

  ClientMethods(Vertx vertx, AcpSettings settings, Workspace workspace, Terminals terminals) {
    this.vertx = vertx;
    this.settings = settings;
    this.workspace = workspace;
    this.terminals = terminals;
  }

  /** What is offered, as {@code initialize} has it. */
  static JsonObject offered(AcpSettings settings) {
    JsonObject files =
        JsonObject.of("readTextFile", settings.reads(), "writeTextFile", settings.writes());
    return JsonObject.of("fs", files, "terminal", settings.executes());
  }

  Future<JsonObject> request(String method, JsonObject params) {
    if (method.equals("fs/read_text_file") && settings.reads()) {
      return Worker.on(vertx, () -> read(params));
    }
    if (method.equals("fs/write_text_file") && settings.writes()) {
      return Worker.on(vertx, () -> write(params));
    }
    if (method.startsWith("terminal/") && settings.executes()) {
      return terminals.request(method, params);
    }
    return Future.failedFuture(new RpcError(RpcError.NO_SUCH_METHOD, "no method " + method));
  }

  private JsonObject read(JsonObject params) throws java.io.IOException {
    int line = params.getValue("line") instanceof Number first ? first.intValue() : 1;
    int limit = params.getValue("limit") instanceof Number most ? most.intValue() : ALL;
    return JsonObject.of("content", workspace.read(params.getString("path", ""), line, limit));
  }

  private JsonObject write(JsonObject params) throws java.io.IOException {
    workspace.write(params.getString("path", ""), params.getString("content", ""));
    return new JsonObject();
  }
}
