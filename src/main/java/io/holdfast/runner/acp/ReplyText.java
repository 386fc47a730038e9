package io.holdfast.runner.acp;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that an agent says about one prompt: its messages, with a blank line between two. */
final class ReplyText {

  /** In characters; an agent that never stops must not fill the memory. */
  private static final int LONGEST = 4 << 20;

  private final Consumer<String> show;
  private final StringBuilder text = new StringBuilder();
  private @Nullable String message;
  private boolean apart;

  /**
   * @param show gets each next piece
   */
  ReplyText(Consumer<String> show) {
    this.show = show;
  }

  /**
   * The next piece.
   *
   * @param id of the message that it belongs to, where the agent names it
   */
  void say(String piece, @Nullable String id) {
    if (piece.isEmpty()) {
      return;
    }
    boolean another = id != null && message != null && !Objects.equals(id, message);
    if (!text.isEmpty() && (apart || another)) {
      append("\n\n");
    }
    message = id == null ? message : id;
    apart = false;
    append(piece);
  }

  /** Something else happened: what is said next is another message. */
  void apart() {
    apart = true;
  }

  private void append(String piece) {
    text.append(piece);
    show.accept(piece);
  }

  /** It is longer than any that is read. */
  boolean endless() {
    return text.length() > LONGEST;
  }

  String text() {
    return text.toString().replace('\0', '\uFFFD');
  }
}
