package io.holdfast.runner.acp;

import io.holdfast.process.Environment;
import io.holdfast.process.Launch;
import io.holdfast.process.Tag;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The commands that an agent has had started in its workspace. Confined to one event loop. */
final class Terminals {

  private static final int KEPT_BYTES = 1 << 20;
  private static final int MOST = 32;

  private final Vertx vertx;
  private final Context context;
  private final AcpSettings settings;
  private final Workspace workspace;
  private final Map<String, String> marks;
  private final Map<String, Open> open = new HashMap<>();
  private boolean closed;

  private record Open(Terminal terminal, Future<Integer> exit) {}

  /**
   * @param marks what the agent's own processes bear
   */
  Terminals(Vertx vertx, AcpSettings settings, Workspace workspace, Map<String, String> marks) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.workspace = workspace;
    this.marks = Map.copyOf(marks);
  }

  /** Whether a command runs. */
  boolean busy() {
    return open.values().stream().anyMatch(each -> !each.exit().isComplete());
  }

  /** Ends all of them, and begins no other; completes when none runs any more. */
  Future<Void> close() {
    closed = true;
    open.values().forEach(each -> each.terminal().kill());
    return Future.join(open.values().stream().map(Open::exit).toList()).mapEmpty();
  }

  Future<JsonObject> request(String method, JsonObject params) {
    if (method.equals("terminal/create")) {
      return create(params);
    }
    Open named = open.get(params.getString("terminalId", ""));
    if (named == null) {
      return Future.failedFuture(new RpcError(RpcError.NOT_FOUND, "There is no such terminal."));
    }
    return switch (method) {
      case "terminal/output" -> Future.succeededFuture(output(named));
      case "terminal/wait_for_exit" -> named.exit().map(Terminals::status);
      case "terminal/kill" -> kill(named);
      case "terminal/release" -> {
        open.remove(params.getString("terminalId"));
        yield kill(named);
      }
      default -> Future.failedFuture(new RpcError(RpcError.NO_SUCH_METHOD, method));
    };
  }

  private static Future<JsonObject> kill(Open named) {
    named.terminal().kill();
    return Future.succeededFuture(new JsonObject());
  }

  private static JsonObject output(Open named) {
    Output output = named.terminal().output();
    JsonObject said = JsonObject.of("output", output.text(), "truncated", output.truncated());
    return named.exit().isComplete() ? said.put("exitStatus", status(named.exit().result())) : said;
  }

  private static JsonObject status(int exit) {
    return exit < 0 ? new JsonObject() : JsonObject.of("exitCode", exit);
  }

  private Future<JsonObject> create(JsonObject params) {
    if (open.size() >= MOST) {
      return Future.failedFuture(
          new RpcError(RpcError.INVALID_PARAMS, "There are " + MOST + " terminals already."));
    }
    String id = UUID.randomUUID().toString();
    Map<String, String> own = new HashMap<>(marks);
    own.put("HOLDFAST_TERMINAL", id);
    Tag tag = new Tag(own);
    return Worker.on(vertx, () -> checked(launch(params, tag)))
        .map(
            launch -> {
              start(id, new Terminal(launch, tag, settings.grace(), limit(params)));
              return JsonObject.of("terminalId", id);
            });
  }

  private void start(String id, Terminal terminal) {
    if (closed) {
      throw new RpcError(RpcError.INTERNAL, "The agent has ended.");
    }
    Promise<Integer> exit = Promise.promise();
    open.put(id, new Open(terminal, exit.future()));
    terminal.start(code -> context.runOnContext(v -> exit.complete(code)));
  }

  private static Launch checked(Launch launch) {
    launch
        .obstacle()
        .ifPresent(
            why -> {
              throw new RpcError(RpcError.INVALID_PARAMS, why);
            });
    return launch;
  }

  private Launch launch(JsonObject params, Tag tag) throws java.io.IOException {
    List<String> command = new ArrayList<>();
    command.add(params.getString("command", ""));
    params.getJsonArray("args", new JsonArray()).forEach(arg -> command.add("" + arg));
    String cwd = params.getString("cwd");
    Path directory = cwd == null ? workspace.directory() : workspace.inside(cwd);
    Map<String, String> given = new HashMap<>(settings.env());
    for (Object each : params.getJsonArray("env", new JsonArray())) {
      if (each instanceof JsonObject variable) {
        given.put(variable.getString("name", ""), variable.getString("value", ""));
      }
    }
    return new Launch(command, directory, Environment.of(System.getenv(), given, tag.variables()));
  }

  private static int limit(JsonObject params) {
    return params.getValue("outputByteLimit") instanceof Number wanted
        ? (int) Math.max(0, Math.min(KEPT_BYTES, wanted.longValue()))
        : KEPT_BYTES;
  }
}
