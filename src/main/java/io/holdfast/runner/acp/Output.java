package io.holdfast.runner.acp;

import io.holdfast.process.Sink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a command writes, up to a bound. For any thread. */
final class Output implements Sink {

  private final int limit;
  private byte[] kept = new byte[0];
  private boolean truncated;

  /**
   * @param limit how many bytes are kept
   */
  Output(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void take(byte[] bytes, int length) {
    byte[] all = Arrays.copyOf(kept, kept.length + length);
    System.arraycopy(bytes, 0, all, kept.length, length);
    truncated |= all.length > limit;
    kept = all.length > limit ? Arrays.copyOfRange(all, all.length - limit, all.length) : all;
  }

  @Override
  public void end() {}

  /** Whether its beginning is missing. */
  synchronized boolean truncated() {
    return truncated;
  }

  /** What is kept, from the first whole character on. */
  synchronized String text() {
    int from = 0;
    while (truncated && from < kept.length && (kept[from] & 0xC0) == 0x80) {
      from++;
    }
    return new String(kept, from, kept.length - from, StandardCharsets.UTF_8);
  }
}
