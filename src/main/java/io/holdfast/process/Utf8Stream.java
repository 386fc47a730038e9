package io.holdfast.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text of bytes that arrive in any pieces. What is no UTF-8, and NUL, which not every store
 * and platform takes, becomes U+FFFD.
 */
public final class Utf8Stream {

  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] begun = new byte[0];

  /** The text of the next {@code length} bytes, but for a character that they only begin. */
  public String next(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.allocate(begun.length + length);
    in.put(begun).put(bytes, 0, length).flip();
    String text = decode(in, false);
    begun = new byte[in.remaining()];
    in.get(begun);
    return text;
  }

  /** The text of a character that was begun and never ended. */
  public String end() {
    return decode(ByteBuffer.wrap(begun), true);
  }

  private String decode(ByteBuffer in, boolean end) {
    CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST_CHARACTER);
    decoder.decode(in, out, end);
    return out.flip().toString().replace('\0', '\uFFFD');
  }
}
