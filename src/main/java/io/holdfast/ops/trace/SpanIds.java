package io.holdfast.ops.trace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/** Ids that follow from a turn's id alone, so that spans of different processes link up. */
final class SpanIds {

  private static final int BYTES = 8;

  private SpanIds() {}

  /** The 128 bits of the turn's id. */
  static String trace(String turn) {
    UUID id = UUID.fromString(turn);
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(id.getMostSignificantBits())
        + hex.toHexDigits(id.getLeastSignificantBits());
  }

  /** The id of the span of this kind that the turn knows by this name. */
  static String span(String turn, Span.Kind kind, String name) {
    String what = turn + "/" + kind.name().toLowerCase(Locale.ROOT) + "/" + name;
    byte[] hash = sha256().digest(what.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
