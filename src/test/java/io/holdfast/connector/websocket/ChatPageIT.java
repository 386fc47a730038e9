package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.http.HttpGate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the chat page is served. */
class ChatPageIT {

  private final Vertx vertx = Vertx.vertx();
  private final HttpGate gate = HttpGate.create(vertx, new HttpServerOptions());
  private final HttpClient browser = HttpClient.newHttpClient();
  private List<HttpGate.Mount> mounts = List.of();
  private int port;

  @BeforeEach
  void start() {
    port = await(gate.listen("127.0.0.1", 0));
    mounts = page("web").mount(gate);
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static ChatPage page(String connector) {
    return new ChatPage(
        connector,
        Map.of(
            "index.html", bytes("<meta content=\"{{connector}}\">"),
            "app.js", bytes("go()"),
            "base.css", bytes("p{}"),
            "icon.svg", bytes("<svg/>"),
            "manifest.webmanifest", bytes("{}"),
            "lib/lib.js", bytes("lib()")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/", "/chat/a-chat", "/chat/%2F"})
  @DisplayName("The page knows its connector, wherever in it one arrives")
  void index(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("<meta content=\"web\">");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/page/app.js, text/javascript; charset=utf-8",
    "/page/lib/lib.js, text/javascript; charset=utf-8",
    "/page/base.css, text/css; charset=utf-8",
    "/page/icon.svg, image/svg+xml",
    "/page/manifest.webmanifest, application/manifest+json",
  })
  @DisplayName("Each file has its type, and the headers that keep a page to itself")
  void headers(String path, String type) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(header(response, "content-type")).isEqualTo(type);
    assertThat(header(response, "content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self';")
        .endsWith("frame-ancestors 'none'");
    assertThat(header(response, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(response, "referrer-policy")).isEqualTo("no-referrer");
    assertThat(header(response, "cross-origin-opener-policy")).isEqualTo("same-origin");
    assertThat(header(response, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  @DisplayName("What a browser has already is not sent again")
  void etag() throws Exception {
    String etag = header(get("/page/app.js"), "etag");
    HttpResponse<String> again = get("/page/app.js", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/page/app.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("HEAD tells the length; other methods are not allowed")
  void methods() throws Exception {
    HttpResponse<String> head = send("HEAD", "/page/app.js");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-length")).isEqualTo("4");
    assertThat(send("POST", "/page/app.js").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/page/",
        "/page/other.js",
        "/page/../app.js",
        "/page/%2e%2e/pom.xml",
        "/page/lib/",
        "/x"
      })
  @DisplayName("Nothing else is found")
  void notFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("The first connector has the page; once it is gone, the next that comes gets it")
  void firstOnly() throws Exception {
    assertThat(page("other").mount(gate)).isEmpty();
    assertThat(get("/").body()).contains("web");
    mounts.forEach(HttpGate.Mount::remove);
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(page("other").mount(gate)).isNotEmpty();
    assertThat(get("/").body()).contains("other");
  }
}
