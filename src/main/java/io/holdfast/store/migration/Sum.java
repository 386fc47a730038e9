package io.holdfast.store.migration;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * What a number of rows comes to, in whatever order they were read: how many they are, and the sum
 * of their SHA-256 modulo 2^256.
 *
 * @param checksum 64 hexadecimal digits
 */
public record Sum(long rows, String checksum) {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  /** Adds up. Confined to one thread. */
  static final class Adding {
    private final MessageDigest digest = sha256();
    private BigInteger sum = BigInteger.ZERO;
    private long rows;

    void add(List<Row> piece) {
      for (Row row : piece) {
        byte[] text = row.values().encode().getBytes(StandardCharsets.UTF_8);
        sum = sum.add(new BigInteger(1, digest.digest(text))).mod(MODULUS);
      }
      rows += piece.size();
    }

    long rows() {
      return rows;
    }

    Sum sum() {
      return new Sum(rows, "%064x".formatted(sum));
    }
  }

  /** A word for a text, different for different texts. */
  static String word(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "%064x".formatted(new BigInteger(1, digest));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
