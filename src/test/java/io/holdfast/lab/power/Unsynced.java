package io.holdfast.lab.power;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Makes the gateway forget to sync its log, in a class of its own that stands before the jar's:
 * {@code synchronous=NORMAL}, which production has no way to set.
 */
public final class Unsynced {

  private static final String CLASS = "io/holdfast/store/sqlite/SqliteDb.class";
  private static final byte[] FULL = constant("FULL");
  private static final byte[] NORMAL = constant("NORMAL");

  private Unsynced() {}

  /** Writes it below {@code directory}, which is to stand first on the class path. */
  public static Path into(Path directory) throws IOException {
    byte[] original;
    try (InputStream in = Unsynced.class.getClassLoader().getResourceAsStream(CLASS)) {
      if (in == null) {
        throw new IOException("no " + CLASS);
      }
      original = in.readAllBytes();
    }
    int at = find(original);
    ByteArrayOutputStream mutant = new ByteArrayOutputStream();
    mutant.write(original, 0, at);
    mutant.writeBytes(NORMAL);
    mutant.write(original, at + FULL.length, original.length - at - FULL.length);
    Path file = directory.resolve(CLASS);
    Files.createDirectories(file.getParent());
    Files.write(file, mutant.toByteArray());
    return directory;
  }

  private static int find(byte[] original) {
    for (int at = 0; at <= original.length - FULL.length; at++) {
      if (Arrays.equals(original, at, at + FULL.length, FULL, 0, FULL.length)) {
        return at;
      }
    }
    throw new IllegalStateException("the store no longer asks for FULL");
  }

  /** How a class file has a name: a tag, two bytes of length, the characters. */
  private static byte[] constant(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(1);
    bytes.write(0);
    bytes.write(name.length());
    bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
