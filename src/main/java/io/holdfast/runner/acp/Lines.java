package io.holdfast.runner.acp;

import io.holdfast.process.Sink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes that arrive in any pieces; one message a line, as the protocol has it. */
final class Lines implements Sink {

  private final int limit;
  private final Consumer<String> each;
  private final Runnable overflow;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean overflown;

  /**
   * @param limit how many bytes a line may have
   * @param each gets each line that is not blank, without its end
   * @param overflow called once there is a longer one; from there on nothing is taken
   */
  Lines(int limit, Consumer<String> each, Runnable overflow) {
    this.limit = limit;
    this.each = each;
    this.overflow = overflow;
  }

  @Override
  public void take(byte[] bytes, int length) {
    int from = 0;
    for (int at = 0; at < length && !overflown; at++) {
      if (bytes[at] == '\n') {
        add(bytes, from, at);
        endLine();
        from = at + 1;
      }
    }
    add(bytes, from, length);
  }

  private void add(byte[] bytes, int from, int to) {
    if (overflown) {
      return;
    }
    if (begun.size() + to - from > limit) {
      overflown = true;
      begun.reset();
      overflow.run();
      return;
    }
    begun.write(bytes, from, to - from);
  }

  /** What was begun and never ended is no message. */
  @Override
  public void end() {
    begun.reset();
  }

  private void endLine() {
    String line = begun.toString(StandardCharsets.UTF_8).strip();
    begun.reset();
    if (!line.isEmpty()) {
      each.accept(line);
    }
  }
}
