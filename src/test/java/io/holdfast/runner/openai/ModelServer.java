package io.holdfast.runner.openai;

import io.holdfast.blocking.Loop;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model server that says what a test tells it to, one script a request. */
final class ModelServer implements AutoCloseable {

  /** What is done about one request. */
  interface Script {
    void play(HttpServerResponse response);
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server = vertx.createHttpServer();
  private final Queue<Script> scripts = new ArrayDeque<>();
  private final List<JsonObject> requests = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final int port;

  ModelServer() {
    server.connectionHandler(connection -> log.add("connected"));
    server.requestHandler(this::arrived);
    port = Loop.await(server.listen(0, "127.0.0.1")).actualPort();
  }

  /** The next request that no script is for yet is answered like this. */
  ModelServer then(Script script) {
    synchronized (scripts) {
      scripts.add(script);
    }
    return this;
  }

  private void arrived(HttpServerRequest request) {
    keys.add("" + request.getHeader("Authorization"));
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    JsonObject json = body.toJsonObject();
    requests.add(json);
    JsonArray messages = json.getJsonArray("messages");
    String text = messages.getJsonObject(messages.size() - 1).getString("content");
    log.add("asked " + text);
    request.response().closeHandler(v -> log.add("closed " + text));
    Script script;
    synchronized (scripts) {
      script = scripts.poll();
    }
    if (script == null) {
      request.response().setStatusCode(400).end("the test has no script for this request");
    } else {
      script.play(request.response());
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + port + "/v1";
  }

  /** The bodies of the requests so far. */
  List<JsonObject> requests() {
    return List.copyOf(requests);
  }

  /** The Authorization headers of the requests so far. */
  List<String> keys() {
    return List.copyOf(keys);
  }

  /** {@code connected}, {@code asked …} and {@code closed …}, as they happened. */
  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() {
    Loop.await(vertx.close());
  }

  // ── scripts ──────────────────────────────────────────────────────────────────────────────────

  /** A whole, ordinary stream with these deltas. */
  static Script says(String... deltas) {
    return response -> {
      begin(response, deltas);
      response.end(finish("stop") + "data: [DONE]\n\n");
    };
  }

  /** These deltas, then silence. */
  static Script saysAndHangs(String... deltas) {
    return response -> begin(response, deltas);
  }

  /** These deltas, then the connection is lost. */
  static Script saysAndBreaks(String... deltas) {
    return response -> {
      begin(response, deltas);
      response.write(": going\n").onComplete(v -> response.reset());
    };
  }

  /** An error with this status and message; headers as name, value, name, value. */
  static Script refuses(int status, String message, String... headers) {
    return response -> {
      for (int i = 0; i < headers.length; i += 2) {
        response.putHeader(headers[i], headers[i + 1]);
      }
      response
          .setStatusCode(status)
          .end(JsonObject.of("error", JsonObject.of("message", message)).encode());
    };
  }

  /** This body, byte by byte, with so many milliseconds between them. */
  Script trickles(String body, int pause) {
    return response -> {
      response.setChunked(true).putHeader("Content-Type", "text/event-stream");
      List<Buffer> bytes = new ArrayList<>();
      Buffer whole = Buffer.buffer(body);
      for (int i = 0; i < whole.length(); i++) {
        bytes.add(whole.slice(i, i + 1));
      }
      trickle(response, bytes, pause, 0);
    };
  }

  private void trickle(HttpServerResponse response, List<Buffer> bytes, int pause, int at) {
    if (at == bytes.size()) {
      response.end();
    } else {
      response.write(bytes.get(at));
      vertx.setTimer(pause, id -> trickle(response, bytes, pause, at + 1));
    }
  }

  private static void begin(HttpServerResponse response, String... deltas) {
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    for (String text : deltas) {
      response.write(delta(text));
    }
  }

  /** An event with a piece of text. */
  static String delta(String text) {
    return event(JsonObject.of("delta", JsonObject.of("content", text)));
  }

  /** An event that ends the answer. */
  static String finish(String reason) {
    return event(JsonObject.of("delta", new JsonObject(), "finish_reason", reason));
  }

  private static String event(JsonObject choice) {
    return "data: " + JsonObject.of("choices", JsonArray.of(choice)).encode() + "\n\n";
  }
}
