package io.holdfast.connector.websocket;

import io.holdfast.http.HttpGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Serves the chat page of one connector from memory. */
final class ChatPage {

  private static final PageFiles PAGE =
      new PageFiles(ChatPage.class.getClassLoader(), "io/holdfast/page/");

  private static final String FILES = "/page/";
  private static final String INDEX = "index.html";
  private static final String CONNECTOR = "{{connector}}";
  private static final int ETAG_CHARS = 32;

  /** The page loads nothing from elsewhere and speaks with nobody but us. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-cache");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  private record Asset(Buffer body, String type, String etag) {}

  private final Map<String, Asset> assets = new TreeMap<>();

  ChatPage(String connector, Map<String, byte[]> files) {
    files.forEach((name, bytes) -> assets.put(name, asset(name, bytes)));
    byte[] index = files.get(INDEX);
    if (index != null) {
      String html = new String(index, StandardCharsets.UTF_8).replace(CONNECTOR, connector);
      assets.put(INDEX, asset(INDEX, html.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Reads the page for {@code connector}. */
  static Future<ChatPage> read(Vertx vertx, String connector) {
    return vertx
        .<Map<String, byte[]>>executeBlocking(PAGE::read)
        .map(files -> new ChatPage(connector, Objects.requireNonNull(files)));
  }

  private static Asset asset(String name, byte[] bytes) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return new Asset(
        Buffer.buffer(bytes),
        TYPES.getOrDefault(ending, "application/octet-stream"),
        "\"" + HexFormat.of().formatHex(digest(bytes)).substring(0, ETAG_CHARS) + "\"");
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Puts the page at {@code /}; nowhere when that is taken, or when there is no page. */
  List<HttpGate.Mount> mount(HttpGate gate) {
    List<HttpGate.Mount> mounts = new ArrayList<>();
    if (!assets.isEmpty()) {
      gate.mountIfFree("/", request -> serve(request, assets.get(INDEX))).ifPresent(mounts::add);
    }
    if (!mounts.isEmpty()) {
      mounts.add(gate.mount("/chat/:id", request -> serve(request, assets.get(INDEX))));
      mounts.add(gate.mount(FILES + "*", this::file));
    }
    return mounts;
  }

  private void file(RoutingContext request) {
    serve(request, assets.get(request.normalizedPath().substring(FILES.length())));
  }

  private static void serve(RoutingContext request, @Nullable Asset asset) {
    HttpMethod method = request.request().method();
    if (asset == null) {
      request.next();
      return;
    }
    if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
      request.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
      return;
    }
    HttpServerResponse response = request.response();
    HEADERS.forEach(response::putHeader);
    response.putHeader(HttpHeaders.ETAG, asset.etag());
    if (asset.etag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
    if (HttpMethod.HEAD.equals(method)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + asset.body().length()).end();
    } else {
      response.end(asset.body());
    }
  }
}
