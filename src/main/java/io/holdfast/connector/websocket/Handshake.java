package io.holdfast.connector.websocket;

import io.holdfast.config.Glob;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may connect. */
final class Handshake {

  static final String SUBPROTOCOL = "holdfast.v1";
  static final String SUBPROTOCOL_HEADER = "Sec-WebSocket-Protocol";
  private static final String VERSION = "13";

  private final WebSocketSettings settings;

  Handshake(WebSocketSettings settings) {
    this.settings = settings;
  }

  /**
   * Why an upgrade is refused.
   *
   * @param status the HTTP status
   */
  record Refusal(int status, String why) {}

  /** Why this request does not become a connection; empty when it does. */
  Optional<Refusal> refusal(HttpServerRequest request) {
    if (!upgrades(request)) {
      return Optional.of(new Refusal(400, "this is a WebSocket: GET it with Upgrade: websocket"));
    }
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      return Optional.of(new Refusal(400, "Sec-WebSocket-Version must be " + VERSION));
    }
    if (!offers(request)) {
      return Optional.of(new Refusal(400, "the subprotocol " + SUBPROTOCOL + " is required"));
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !welcome(origin, request.getHeader(HttpHeaders.HOST))) {
      return Optional.of(new Refusal(403, "this origin may not connect"));
    }
    return Optional.empty();
  }

  private static boolean upgrades(HttpServerRequest request) {
    return HttpMethod.GET.equals(request.method())
        && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true)
        && request.getHeader("Sec-WebSocket-Key") != null
        && request.headers().getAll(HttpHeaders.CONNECTION).stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  private static boolean offers(HttpServerRequest request) {
    return request.headers().getAll(SUBPROTOCOL_HEADER).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(protocol -> protocol.strip().equals(SUBPROTOCOL));
  }

  /** A page of another site must not speak with its visitor's network position. */
  private boolean welcome(String origin, String host) {
    if (settings.origins().isEmpty()) {
      return host != null && sameHost(origin.toLowerCase(Locale.ROOT), host);
    }
    return settings.origins().stream().anyMatch(pattern -> Glob.matches(pattern, origin));
  }

  private static boolean sameHost(String origin, String host) {
    String port = origin.startsWith("https://") ? ":443" : ":80";
    int scheme = origin.indexOf("://");
    return scheme > 0
        && withPort(origin.substring(scheme + 3), port)
            .equals(withPort(host.toLowerCase(Locale.ROOT), port));
  }

  private static String withPort(String authority, String port) {
    boolean has = authority.lastIndexOf(':') > authority.lastIndexOf(']');
    return has ? authority : authority + port;
  }

  /** Whether {@code token} is the connector's; takes as long for a near miss as for any other. */
  boolean authorises(String token) {
    return settings.token().isEmpty()
        || MessageDigest.isEqual(digest(token), digest(settings.token()));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
