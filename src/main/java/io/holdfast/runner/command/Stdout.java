package io.holdfast.runner.command;

import io.holdfast.process.Sink;
import io.holdfast.process.Utf8Stream;
import java.util.function.Consumer;

/** What a program says on its standard output. */
final class Stdout implements Sink {

  private final int limit;
  private final Consumer<String> live;
  private final Runnable overflow;
  private final Utf8Stream utf8 = new Utf8Stream();
  private final StringBuilder text = new StringBuilder();
  private long bytes;

  /**
   * @param limit how many bytes it may be
   * @param live gets the text as it comes
   * @param overflow called once there is more; from there on nothing is kept
   */
  Stdout(int limit, Consumer<String> live, Runnable overflow) {
    this.limit = limit;
    this.live = live;
    this.overflow = overflow;
  }

  @Override
  public synchronized void take(byte[] piece, int length) {
    boolean within = bytes <= limit;
    bytes += length;
    if (bytes <= limit) {
      say(utf8.next(piece, length));
    } else if (within) {
      overflow.run();
    }
  }

  @Override
  public synchronized void end() {
    if (bytes <= limit) {
      say(utf8.end());
    }
  }

  private void say(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      live.accept(piece);
    }
  }

  /** Whether it was more than it may be. */
  synchronized boolean overflown() {
    return bytes > limit;
  }

  /** All of it. */
  synchronized String text() {
    return text.toString();
  }
}
