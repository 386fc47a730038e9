package io.holdfast.agents;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A model behind OpenAI's chat completions that does what it was told last: {@code COUNT n} counts,
 * a word at a time, and {@code RUN(command)} calls the agent's own tool for commands. What it is
 * told when it was interrupted it does as well.
 */
final class ScriptedModel {

  private static final Pattern COUNT = Pattern.compile("COUNT (\\d+)");
  private static final Pattern RUN = Pattern.compile("RUN\\(([^)]*)\\)");
  private static final List<String> SHELLS = List.of("bash", "run_shell_command");
  private static final long PACE = 100;

  private final Vertx vertx;
  private final HttpServer server;
  private final List<JsonObject> asked = new ArrayList<>();
  private int calls;

  private ScriptedModel(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  static Future<ScriptedModel> open(Vertx vertx) {
    ScriptedModel model = new ScriptedModel(vertx);
    return model.server.listen(0, "127.0.0.1").map(model);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  /** What it was asked in a conversation: each time all that was said in it, as one text. */
  synchronized List<String> asked() {
    return asked.stream().map(ScriptedModel::all).toList();
  }

  private static String all(JsonObject request) {
    StringBuilder all = new StringBuilder();
    messages(request).forEach(message -> all.append(text(message)).append('\n'));
    return all.toString();
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request.response(), body.toJsonObject()));
  }

  /** Agents also want titles and summaries, for which they offer no tools. */
  private void answer(HttpServerResponse response, JsonObject request) {
    JsonArray tools = request.getJsonArray("tools", new JsonArray());
    if (tools.isEmpty()) {
      say(response, request, List.of("ok"), 1);
      return;
    }
    synchronized (this) {
      asked.add(request);
    }
    List<JsonObject> messages = messages(request);
    JsonObject last = messages.get(messages.size() - 1);
    String told = lastOf("user", messages);
    Matcher count = COUNT.matcher(told);
    Optional<String> command = command(messages);
    if ("tool".equals(last.getString("role"))) {
      say(response, request, List.of("The tool ", "said ", "something."), 1);
    } else if (told.contains("You asked whether you may do this. You may")) {
      call(response, tools, command.orElseThrow());
    } else if (told.contains("You were interrupted")) {
      say(response, request, List.of("I went ", "on."), 1);
    } else if (RUN.matcher(told).find()) {
      call(response, tools, command.orElseThrow());
    } else if (count.find()) {
      say(response, request, numbers(Integer.parseInt(count.group(1))), PACE);
    } else {
      say(response, request, List.of("You said ", "something."), 1);
    }
  }

  private static List<String> numbers(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(number -> number + " ").toList();
  }

  private static Optional<String> command(List<JsonObject> messages) {
    return messages.stream()
        .filter(message -> "user".equals(message.getString("role")))
        .flatMap(message -> RUN.matcher(text(message)).results())
        .map(run -> run.group(1))
        .reduce((before, last) -> last);
  }

  private static String lastOf(String role, List<JsonObject> messages) {
    return messages.stream()
        .filter(message -> role.equals(message.getString("role")))
        .map(ScriptedModel::text)
        .reduce("", (before, last) -> last);
  }

  private static List<JsonObject> messages(JsonObject request) {
    return request.getJsonArray("messages").stream().map(JsonObject.class::cast).toList();
  }

  private static String text(JsonObject message) {
    Object content = message.getValue("content");
    if (!(content instanceof JsonArray parts)) {
      return String.valueOf(content);
    }
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(((JsonObject) part).getString("text", "")));
    return text.toString();
  }

  private void say(
      HttpServerResponse response, JsonObject request, List<String> pieces, long pace) {
    if (!request.getBoolean("stream", false)) {
      JsonObject message = JsonObject.of("role", "assistant", "content", String.join("", pieces));
      JsonObject choice = JsonObject.of("index", 0, "message", message, "finish_reason", "stop");
      response
          .putHeader("Content-Type", "application/json")
          .end(frame("chat.completion").put("choices", JsonArray.of(choice)).toBuffer());
      return;
    }
    begin(response);
    piece(response, pieces, 0, pace);
  }

  private void piece(HttpServerResponse response, List<String> pieces, int next, long pace) {
    if (response.closed()) {
      return;
    }
    if (next == pieces.size()) {
      end(response, "stop");
      return;
    }
    chunk(response, JsonObject.of("role", "assistant", "content", pieces.get(next)), null);
    vertx.setTimer(pace, later -> piece(response, pieces, next + 1, pace));
  }

  /** With what the tool's own description wants. */
  private void call(HttpServerResponse response, JsonArray tools, String command) {
    JsonObject tool =
        tools.stream()
            .map(one -> ((JsonObject) one).getJsonObject("function"))
            .filter(function -> SHELLS.contains(function.getString("name")))
            .findFirst()
            .orElseThrow();
    JsonObject arguments = new JsonObject();
    JsonObject parameters = tool.getJsonObject("parameters");
    for (Object key : parameters.getJsonArray("required")) {
      JsonObject parameter = parameters.getJsonObject("properties").getJsonObject((String) key);
      arguments.put(
          (String) key,
          "boolean".equals(parameter.getString("type")) ? (Object) false : "a command");
    }
    arguments.put("command", command);
    JsonObject function =
        JsonObject.of("name", tool.getString("name"), "arguments", arguments.encode());
    JsonObject call =
        JsonObject.of("index", 0, "id", callId(), "type", "function", "function", function);
    begin(response);
    chunk(response, JsonObject.of("role", "assistant", "tool_calls", JsonArray.of(call)), null);
    end(response, "tool_calls");
  }

  private synchronized String callId() {
    return "call_" + System.nanoTime() + "_" + ++calls;
  }

  private static void begin(HttpServerResponse response) {
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
  }

  private static void chunk(HttpServerResponse response, JsonObject delta, String reason) {
    JsonObject choice = JsonObject.of("index", 0, "delta", delta, "finish_reason", reason);
    event(response, frame("chat.completion.chunk").put("choices", JsonArray.of(choice)));
  }

  private static void end(HttpServerResponse response, String reason) {
    chunk(response, new JsonObject(), reason);
    JsonObject usage =
        JsonObject.of("prompt_tokens", 10, "completion_tokens", 5, "total_tokens", 15);
    event(
        response,
        frame("chat.completion.chunk").put("choices", new JsonArray()).put("usage", usage));
    response.end("data: [DONE]\n\n");
  }

  private static JsonObject frame(String object) {
    return JsonObject.of("id", "c1", "object", object, "created", 1, "model", "scripted");
  }

  private static void event(HttpServerResponse response, JsonObject data) {
    response.write("data: " + data.encode() + "\n\n");
  }
}
