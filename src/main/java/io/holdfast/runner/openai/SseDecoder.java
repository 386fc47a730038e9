package io.holdfast.runner.openai;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes the data of events out of an event stream that arrives in any pieces. It works on bytes up
 * to the end of a line, so that a character may be cut anywhere.
 *
 * <p>The format is the WHATWG HTML standard's "server-sent events", with one leniency: an event
 * that the end of the stream cuts short counts, as some servers leave out the last blank line.
 */
final class SseDecoder {

  /** No honest event is as long; a server that never ends a line must not fill the memory. */
  private static final int LONGEST = 4 * 1024 * 1024;

  private final Consumer<String> event;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean first = true;
  private boolean afterCarriageReturn;

  /**
   * @param event called with the data of each event
   */
  SseDecoder(Consumer<String> event) {
    this.event = event;
  }

  /**
   * Takes the next bytes.
   *
   * @throws IllegalStateException when a line or an event is longer than any honest one
   */
  void feed(Buffer bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      byte b = bytes.getByte(i);
      if (b == '\n' && afterCarriageReturn) {
        afterCarriageReturn = false;
        continue;
      }
      afterCarriageReturn = b == '\r';
      if (b == '\r' || b == '\n') {
        endLine();
      } else {
        line.write(b);
        bound(line.size());
      }
    }
  }

  /** Takes the end of the stream. */
  void end() {
    if (line.size() > 0) {
      endLine();
    }
    dispatch();
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (first && text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    first = false;
    if (text.isEmpty()) {
      dispatch();
    } else {
      field(text);
    }
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (!name.equals("data")) {
      return;
    }
    String value = colon < 0 ? "" : text.substring(colon + 1);
    if (hasData) {
      data.append('\n');
    }
    data.append(value.startsWith(" ") ? value.substring(1) : value);
    hasData = true;
    bound(data.length());
  }

  private void dispatch() {
    if (hasData) {
      String whole = data.toString();
      data.setLength(0);
      hasData = false;
      event.accept(whole);
    }
  }

  private static void bound(int length) {
    if (length > LONGEST) {
      throw new IllegalStateException("an event of more than " + LONGEST + " bytes");
    }
  }
}
