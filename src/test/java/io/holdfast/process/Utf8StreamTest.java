package io.holdfast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of a stream of bytes")
class Utf8StreamTest {

  @Test
  @DisplayName("is the same however the bytes are cut")
  void cuts() {
    String text = "aé€𝄞\uFFFDz";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      assertThat(decode(bytes, size)).as("in pieces of %d", size).isEqualTo(text);
    }
  }

  @Test
  @DisplayName("has a replacement character for what is no UTF-8, and for NUL")
  void junk() {
    byte[] junk = {'a', (byte) 0xFF, 'b', 0, 'c', (byte) 0xC3};
    for (int size = 1; size <= junk.length; size++) {
      assertThat(decode(junk, size)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    }
  }

  private static String decode(byte[] bytes, int size) {
    Utf8Stream stream = new Utf8Stream();
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += size) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      text.append(stream.next(piece, piece.length));
    }
    return text.append(stream.end()).toString();
  }
}
