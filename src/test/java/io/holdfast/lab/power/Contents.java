package io.holdfast.lab.power;

import java.util.Arrays;

/** The bytes of a file. What lies beyond what was written in it is 0, as on every file system. */
final class Contents {

  private byte[] bytes;
  private int length;

  private Contents(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  Contents() {
    this(new byte[0], 0);
  }

  Contents copy() {
    return new Contents(Arrays.copyOf(bytes, length), length);
  }

  int length() {
    return length;
  }

  void write(long offset, byte[] from, int begin, int end) {
    int at = Math.toIntExact(offset);
    extend(at + end);
    System.arraycopy(from, begin, bytes, at + begin, end - begin);
  }

  /** Makes it at least that long. */
  void extend(int to) {
    if (to > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(to, 2 * bytes.length));
    }
    length = Math.max(length, to);
  }

  void cut(long to) {
    int end = Math.toIntExact(to);
    extend(end);
    Arrays.fill(bytes, end, bytes.length, (byte) 0);
    length = end;
  }

  byte[] all() {
    return Arrays.copyOf(bytes, length);
  }
}
