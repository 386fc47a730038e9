package io.holdfast.ops.api;

import io.holdfast.config.Config;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Who may use the interface. Not thread-safe. */
final class Admission {

  private static final String BEARER = "Bearer ";

  private final Supplier<Config.Admin> admin;
  private final Guesses guesses;
  private final MessageDigest digest = sha256();

  Admission(Supplier<Config.Admin> admin, InstantSource clock) {
    this.admin = admin;
    this.guesses = new Guesses(clock);
  }

  /** Throws a {@link Refusal} unless the request may go on. */
  void check(HttpServerRequest request) {
    Config.Admin rules = admin.get();
    // An empty token would open the door to an empty presentation of one.
    Optional<String> token = rules.token().filter(text -> !text.isBlank());
    if (token.isEmpty() && !rules.loopbackWithoutToken()) {
      throw Refusal.of(
          Kind.FORBIDDEN,
          "The configuration has no admin.token, or the secret that it names is empty: set it"
              + " (or admin.loopback-without-token, for programs on the same machine).");
    }
    String presented = request.getHeader("Authorization");
    if (presented != null) {
      checkToken(address(request), token, presented);
    } else if (!rules.loopbackWithoutToken() || !local(request)) {
      throw unauthorized("This needs the header Authorization: Bearer <admin.token>.");
    }
  }

  /** Where the request comes from. */
  static String address(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    return address == null ? "" : address;
  }

  private static boolean local(HttpServerRequest request) {
    HostAndPort host = request.authority();
    return Loopback.trusts(address(request), host == null ? "" : host.host(), request.headers());
  }

  /**
   * An address that has guessed too often has to wait even with the right token: otherwise the wait
   * would not slow down guessing at all.
   */
  private void checkToken(String address, Optional<String> token, String presented) {
    long seconds = guesses.wait(address);
    if (seconds > 0) {
      throw Refusal.withHeader(
          Kind.TOO_MANY_ATTEMPTS,
          "Too many wrong tokens came from this address; try again in " + seconds + " s.",
          "Retry-After",
          Long.toString(seconds));
    }
    boolean bearer = presented.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String credentials = bearer ? presented.substring(BEARER.length()).strip() : "";
    if (token.isEmpty() || !same(token.get(), credentials)) {
      guesses.wrong(address);
      throw unauthorized("The token is not the one of admin.token.");
    }
  }

  /** Digests are of one length, so that how long this takes tells nothing about the token. */
  private boolean same(String one, String other) {
    byte[] first = digest.digest(one.getBytes(StandardCharsets.UTF_8));
    byte[] second = digest.digest(other.getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(first, second);
  }

  private static Refusal unauthorized(String detail) {
    return Refusal.withHeader(Kind.UNAUTHORIZED, detail, "WWW-Authenticate", "Bearer");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
