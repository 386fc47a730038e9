package io.holdfast.runner.acp;

import io.holdfast.model.Attachment;
import io.holdfast.model.SessionKey;
import io.holdfast.process.Environment;
import io.holdfast.process.Launch;
import io.holdfast.process.Tag;
import io.holdfast.retry.Bound;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent's process and what is said to it, for one chat session. It lives through several turns,
 * one prompt at a time. Confined to one event loop.
 */
final class Agent implements Peer.Handler, AgentProcess.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** Who hears of a prompt that is in flight. */
  interface Listener {

    void update(JsonObject update);

    /** Gives the answer to a permission request. */
    Future<JsonObject> permission(JsonObject request);
  }

  /** What there is once its workspace is known. */
  private record Inside(Workspace workspace, ClientMethods methods, Terminals terminals) {}

  private static final String LOAD = "session/load";

  private final Vertx vertx;
  private final Context context;
  private final AcpSettings settings;
  private final SessionKey session;
  private final Peer peer;
  private final Repeats repeats;
  private final Promise<Void> gone = Promise.promise();
  private final Map<String, String> marks = Map.of("HOLDFAST_AGENT", UUID.randomUUID().toString());
  private @Nullable Inside inside;
  private @Nullable AgentProcess process;
  private @Nullable Future<Capabilities> started;
  private @Nullable Listener listener;
  private String id = "";
  private boolean stopped;

  Agent(Vertx vertx, AcpSettings settings, SessionKey session) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.session = session;
    this.peer = new Peer(this::send, this);
    this.repeats = new Repeats(vertx);
  }

  private void send(String line) {
    if (process != null) {
      process.send(line);
    }
  }

  /** Whether it can be asked, or can be started. */
  boolean alive() {
    return !stopped && !gone.future().isComplete();
  }

  /** Whether a command of it runs. */
  boolean executes() {
    return inside != null && inside.terminals().busy();
  }

  /** What the configuration says about a call of it. */
  Future<Ruling> judge(ToolCall call) {
    return settings.policy().judge(call, this::inside);
  }

  private Future<Boolean> inside(List<String> paths) {
    Inside there = inside;
    return there == null
        ? Future.succeededFuture(false)
        : Worker.on(vertx, () -> paths.stream().allMatch(there.workspace()::holds));
  }

  /** Starts it, unless it has been. Fails with {@link AgentFailure}. */
  Future<Capabilities> start() {
    if (started == null) {
      started = Worker.on(vertx, this::prepare).compose(this::launch).compose(this::authenticate);
    }
    return started;
  }

  private record Prepared(Workspace workspace, Launch launch) {}

  private Prepared prepare() throws IOException {
    Workspace workspace = Workspace.open(settings.workspaces(), session);
    Map<String, String> told = new HashMap<>(new Tag(marks).variables());
    told.put("HOLDFAST_SESSION", session.text());
    Map<String, String> environment = Environment.of(System.getenv(), settings.env(), told);
    return new Prepared(
        workspace, new Launch(settings.command(), workspace.directory(), environment));
  }

  private Future<Capabilities> launch(Prepared prepared) {
    if (stopped) {
      return Future.failedFuture(AgentFailure.ended("The agent was ended before it began."));
    }
    Workspace workspace = prepared.workspace();
    Terminals terminals = new Terminals(vertx, settings, workspace, marks);
    inside =
        new Inside(workspace, new ClientMethods(vertx, settings, workspace, terminals), terminals);
    process =
        new AgentProcess(
            prepared.launch(),
            new Tag(marks),
            settings.grace(),
            "session=" + session.text(),
            this::onLoop,
            this);
    process.start();
    JsonObject hello =
        JsonObject.of("protocolVersion", Capabilities.VERSION)
            .put("clientCapabilities", ClientMethods.offered(settings))
            .put("clientInfo", JsonObject.of("name", "holdfast", "version", "1"));
    return asked("initialize", hello).map(Capabilities::of);
  }

  /** Once the gateway has ended there is nobody to tell. */
  private void onLoop(Runnable work) {
    try {
      context.runOnContext(v -> work.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("nobody hears the agent any more {}", label());
    }
  }

  private Future<Capabilities> authenticate(Capabilities capabilities) {
    return settings.authMethod().isEmpty()
        ? Future.succeededFuture(capabilities)
        : asked("authenticate", JsonObject.of("methodId", settings.authMethod())).map(capabilities);
  }

  /** A request that has to be answered soon, and whose failure is the agent's. */
  private Future<JsonObject> asked(String method, JsonObject params) {
    return inTime(method, params)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof RpcError error ? AgentFailure.of(error) : cause));
  }

  private Future<JsonObject> inTime(String method, JsonObject params) {
    return new Bound(settings.startTimeout().toMillis())
        .on(vertx, () -> peer.request(method, params))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof TimeoutException
                        ? AgentFailure.lasting(
                            "agent-start", "The agent did not answer to " + method + " in time.")
                        : cause));
  }

  /**
   * Goes on with a session of the agent, if it can; what it repeats of that nobody hears. Gives
   * false if it does not know the session any more, or cannot go on with any.
   */
  Future<Boolean> goOn(String known) {
    if (known.isEmpty() || known.equals(id)) {
      return Future.succeededFuture(!known.isEmpty());
    }
    return start().compose(capabilities -> goOn(known, ways(capabilities), capabilities));
  }

  private static List<String> ways(Capabilities capabilities) {
    return Stream.of(capabilities.resume() ? "session/resume" : "", capabilities.load() ? LOAD : "")
        .filter(way -> !way.isEmpty())
        .toList();
  }

  private Future<Boolean> goOn(String known, List<String> ways, Capabilities capabilities) {
    if (ways.isEmpty()) {
      return Future.succeededFuture(false);
    }
    String way = ways.get(0);
    return inTime(way, sessionParams(capabilities).put("sessionId", known))
        .compose(opened -> opened(known, opened))
        .compose(open -> way.equals(LOAD) ? repeats.over(this::alive) : Future.succeededFuture())
        .map(true)
        .recover(
            cause -> {
              if (!(cause instanceof RpcError)) {
                return Future.failedFuture(cause);
              }
              LOG.info("agent session not gone on with {} way={} {}", label(), way, "" + cause);
              return goOn(known, ways.subList(1, ways.size()), capabilities);
            });
  }

  /** Opens a session and gives its id. */
  Future<String> open() {
    return start()
        .compose(capabilities -> asked("session/new", sessionParams(capabilities)))
        .compose(
            opened -> {
              if (opened.getValue("sessionId") instanceof String opaque) {
                return opened(opaque, opened).map(opaque);
              }
              return Future.failedFuture(
                  AgentFailure.lasting("agent-error", "The agent opened no session."));
            });
  }

  private Future<Void> opened(String opaque, JsonObject offered) {
    return set("mode", settings.mode(), opaque, offered)
        .compose(v -> set("model", settings.model(), opaque, offered))
        .onSuccess(
            v -> {
              id = opaque;
              LOG.info("agent session open {} id={}", label(), opaque);
            });
  }

  private Future<Void> set(String category, String wanted, String opaque, JsonObject offered) {
    return Future.succeededFuture()
        .compose(
            v ->
                SessionOptions.of(category, wanted, offered)
                    .map(o -> asked(o.method(), o.params().put("sessionId", opaque)))
                    .orElseGet(Future::succeededFuture))
        .mapEmpty();
  }

  private JsonObject sessionParams(Capabilities capabilities) {
    JsonArray servers = new JsonArray();
    settings.mcpServers().stream()
        .filter(server -> server.fits(capabilities))
        .forEach(server -> servers.add(server.json()));
    return JsonObject.of("cwd", directory(), "mcpServers", servers);
  }

  private String directory() {
    return inside == null ? "" : inside.workspace().directory().toString();
  }

  /** Sends a prompt and gives its answer; fails with {@link RpcError} or {@link AgentFailure}. */
  Future<JsonObject> prompt(String text, List<Attachment> files, Listener hears) {
    if (listener != null) {
      return Future.failedFuture(new IllegalStateException("a prompt is in flight"));
    }
    listener = hears;
    return start()
        .map(capabilities -> Blocks.of(text, files, capabilities))
        .compose(
            content ->
                peer.request("session/prompt", JsonObject.of("sessionId", id, "prompt", content)))
        .onComplete(answered -> listener = null);
  }

  /** Asks it to end the prompt that is in flight. */
  void cancel() {
    peer.tell("session/cancel", JsonObject.of("sessionId", id));
  }

  /** Ends it; completes when nothing that it started runs any more. */
  Future<Void> stop() {
    stopped = true;
    if (process == null) {
      gone.tryComplete();
    } else {
      process.stop();
    }
    return gone.future();
  }

  @Override
  public void line(String line) {
    peer.receive(line);
  }

  @Override
  public void ended(String obstacle, int exit, String said) {
    String how = exit < 0 ? "." : " with exit code " + exit + (said.isEmpty() ? "." : ": " + said);
    peer.close(
        obstacle.isEmpty()
            ? AgentFailure.ended("The agent ended" + how)
            : AgentFailure.lasting("agent-missing", obstacle));
    Future<Void> none = Future.succeededFuture();
    (inside == null ? none : inside.terminals().close()).onComplete(v -> gone.tryComplete());
  }

  @Override
  public Future<JsonObject> request(String method, JsonObject params) {
    if (method.equals("session/request_permission")) {
      return listener == null
          ? Future.succeededFuture(Choice.cancelled())
          : listener.permission(params);
    }
    return inside == null
        ? Future.failedFuture(new RpcError(RpcError.NO_SUCH_METHOD, method))
        : inside.methods().request(method, params);
  }

  @Override
  public void notification(String method, JsonObject params) {
    repeats.heard();
    if (listener != null
        && method.equals("session/update")
        && id.equals(params.getValue("sessionId"))
        && params.getValue("update") instanceof JsonObject update) {
      listener.update(update);
    }
  }

  private String label() {
    return "session=" + session.text();
  }
}
