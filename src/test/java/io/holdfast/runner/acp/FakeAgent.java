package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that behaves as one of five real agents does, as far as they differ in what the gateway
 * has to cope with. Its first argument is which; its second a directory in which it keeps its
 * sessions, and writes down what it is asked; it reads a session only as it goes on with it.
 */
final class FakeAgent {

  final String style;
  final Path home;
  private final Map<String, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
  volatile String session = "";
  volatile boolean cancelled;
  private volatile boolean working;
  private Thread repeating = new Thread();
  final List<String> known = new CopyOnWriteArrayList<>();
  private int next;
  private final FakeWork work = new FakeWork(this);

  private FakeAgent(String style, Path home) {
    this.style = style;
    this.home = home;
  }

  /** Reads its standard input to the end. */
  public static void main(String[] arguments) throws Exception {
    FakeAgent agent = new FakeAgent(arguments[0], Path.of(arguments[1]));
    agent.begin();
    agent.listen();
  }

  private void begin() throws IOException {
    Files.createDirectories(home);
    note("pids", ProcessHandle.current().pid() + "");
    if (style.equals("claude")) {
      Process child = new ProcessBuilder("sleep", "1000").start();
      note("pids", child.pid() + "");
    }
    if (style.equals("gemini")) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeAgent::forEver));
    }
  }

  private void listen() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonObject message = new JsonObject(line);
      if (!message.containsKey("method")) {
        asked.remove("" + message.getValue("id")).complete(message);
      } else if (message.getString("method").equals("session/cancel")) {
        cancelled = true;
      } else {
        new Thread(() -> take(message)).start();
      }
    }
    if (style.equals("codex") || style.equals("claude")) {
      forEver();
    }
  }

  static void forEver() {
    new CompletableFuture<Void>().join();
  }

  private void take(JsonObject message) {
    try {
      answer(message, handle(message.getString("method"), message.getJsonObject("params")));
    } catch (Refused e) {
      send(message("id", message.getValue("id")).put("error", e.error));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient JsonObject error;

    private Refused(int code, String message) {
      this.error = JsonObject.of("code", code, "message", message);
    }
  }

  private void answer(JsonObject message, JsonObject result) {
    send(message("id", message.getValue("id")).put("result", result));
  }

  private JsonObject handle(String method, JsonObject params) throws Exception {
    switch (method) {
      case "initialize":
        note("initialized", params.encode());
        return JsonObject.of("protocolVersion", 1, "agentCapabilities", capabilities());
      case "session/new":
        note("opened", params.encode());
        session = style + "-" + ProcessHandle.current().pid();
        remember("");
        return opened().put("sessionId", session);
      case "session/load", "session/resume":
        return goOn(method, params);
      case "session/set_config_option", "session/set_mode", "session/set_model":
        note("set", params.encode());
        return new JsonObject();
      case "session/prompt":
        return prompted(params.getJsonArray("prompt").getJsonObject(0).getString("text"));
      default:
        throw new Refused(-32601, "Method not found");
    }
  }

  private JsonObject capabilities() {
    if (style.equals("plain")) {
      return new JsonObject();
    }
    JsonObject can = JsonObject.of("loadSession", true);
    return style.equals("gemini")
        ? can
        : can.put("sessionCapabilities", JsonObject.of("resume", new JsonObject()));
  }

  private JsonObject opened() {
    JsonArray modes = JsonArray.of(JsonObject.of("id", "default"), JsonObject.of("id", "plan"));
    JsonArray values =
        JsonArray.of(JsonObject.of("value", "small"), JsonObject.of("value", "large"));
    JsonObject model = JsonObject.of("id", "model", "category", "model", "currentValue", "small");
    return JsonObject.of(
        "modes",
        JsonObject.of("currentModeId", "default", "availableModes", modes),
        "configOptions",
        JsonArray.of(model.put("options", values)));
  }

  private JsonObject goOn(String method, JsonObject params) throws Exception {
    Path kept = home.resolve(params.getString("sessionId"));
    if (!Files.exists(kept)) {
      throw new Refused(style.equals("codex") ? -32002 : -32602, "Session not found");
    }
    note("resumed", method + " " + params.getString("sessionId"));
    session = params.getString("sessionId");
    known.addAll(Files.readAllLines(kept));
    if (method.equals("session/load")) {
      update("user_message_chunk", JsonObject.of("content", text(Files.readString(kept))));
      if (style.equals("gemini")) {
        repeating = new Thread(this::repeatLate);
        repeating.start();
      } else {
        repeat();
      }
    }
    return opened();
  }

  private void repeat() {
    say("what was said before");
    tool("tool_call", JsonObject.of("toolCallId", "old", "title", "old tool"));
    tool("tool_call_update", JsonObject.of("toolCallId", "old", "status", "completed"));
  }

  /** When it has answered, a little at a time. */
  private void repeatLate() {
    try {
      for (int times = 0; times < 3; times++) {
        TimeUnit.MILLISECONDS.sleep(70);
        repeat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonObject prompted(String text) throws Exception {
    note("prompts", text.replace('\n', ' '));
    if (working) {
      note("second-prompts", text.replace('\n', ' '));
      forEver();
    }
    working = true;
    cancelled = false;
    // Its work takes longer.
    repeating.join();
    remember(text);
    String stop = work.on(text);
    known.add(text);
    working = false;
    return JsonObject.of("stopReason", stop);
  }

  void say(String text) {
    for (String piece :
        List.of(text.substring(0, text.length() / 2), text.substring(text.length() / 2))) {
      update("agent_message_chunk", JsonObject.of("content", text(piece)));
    }
  }

  static JsonObject text(String text) {
    return JsonObject.of("type", "text", "text", text);
  }

  void tool(String kind, JsonObject update) {
    update(kind, update);
  }

  void update(String kind, JsonObject update) {
    JsonObject params =
        JsonObject.of("sessionId", session, "update", update.put("sessionUpdate", kind));
    send(message("method", "session/update").put("params", params));
  }

  JsonObject call(String method, JsonObject params) throws Exception {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    String id;
    synchronized (this) {
      id = "a" + next++;
    }
    asked.put(id, answer);
    send(message("id", id).put("method", method).put("params", params));
    return answer.get();
  }

  private static JsonObject message(String key, Object value) {
    return JsonObject.of("jsonrpc", "2.0", key, value);
  }

  private synchronized void send(JsonObject message) {
    System.out.println(message.encode());
    System.out.flush();
  }

  private void remember(String text) throws IOException {
    write(home.resolve(session), text);
  }

  void note(String file, String line) throws IOException {
    write(home.resolve(file), line);
  }

  private static synchronized void write(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** What starts it. */
  static Stream<String> command(String style, Path home) {
    return Stream.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        classPath(),
        FakeAgent.class.getName(),
        style,
        home.toString());
  }

  /** Its own classes and what it needs of the libraries. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .filter(
            entry ->
                entry.endsWith("test-classes")
                    || entry.contains("vertx-core")
                    || entry.contains("jackson-core")
                    || entry.contains("netty")
                    || entry.contains("slf4j-api"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }
}
