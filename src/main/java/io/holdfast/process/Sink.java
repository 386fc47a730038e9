package io.holdfast.process;

import java.io.IOException;
import java.io.InputStream;

/** Takes what a program writes, on one thread. */
public interface Sink {

  int PIECE = 8192;

  /** Takes the next {@code length} bytes. */
  void take(byte[] bytes, int length);

  /** Takes the end. */
  void end();

  /** Takes all of a stream. Blocks until its end. */
  default void drain(InputStream stream) {
    byte[] bytes = new byte[PIECE];
    try (stream) {
      for (int length = stream.read(bytes); length >= 0; length = stream.read(bytes)) {
        take(bytes, length);
      }
    } catch (IOException e) {
      // The pipe was closed under us, as it is when a program is killed: that is its end.
    }
    end();
  }
}
