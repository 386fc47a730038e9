package io.holdfast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers what a test has told it to, the last answer to a question again and again. */
final class FakeGateway implements AutoCloseable {

  private record Canned(int status, String body) {}

  /** Cuts the connection, as a process that is gone would. */
  private static final Canned GONE = new Canned(-1, "");

  private final HttpServer server;
  private final Map<String, Deque<Canned>> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private FakeGateway(HttpServer server) {
    this.server = server;
  }

  static FakeGateway start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeGateway gateway = new FakeGateway(server);
    server.createContext("/", gateway::answer);
    server.start();
    return gateway;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** One more answer to {@code request}, such as {@code GET /api/turns?limit=50}. */
  synchronized FakeGateway on(String request, int status, String body) {
    answers.computeIfAbsent(request, none -> new ArrayDeque<>()).add(new Canned(status, body));
    return this;
  }

  synchronized FakeGateway gone(String request) {
    answers.computeIfAbsent(request, none -> new ArrayDeque<>()).add(GONE);
    return this;
  }

  /** Each request as method, target, authorization and body. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add((request + " " + (token == null ? "" : token) + " " + body).strip());
    Canned canned = next(request);
    try (exchange) {
      if (canned.status() > 0) {
        byte[] bytes = canned.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }

  private synchronized Canned next(String request) {
    Deque<Canned> canned = answers.getOrDefault(request, new ArrayDeque<>());
    if (canned.isEmpty()) {
      return new Canned(404, "<html>no answer to " + request + "</html>");
    }
    return canned.size() > 1 ? canned.remove() : canned.element();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
