package io.holdfast.delivery;

import io.holdfast.model.Attachment;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a reply into parts that fit a frame. Parts put together give the reply again, character by
 * character; attachments go with the last one.
 */
public final class Parts {

  /** Characters in one part at most; even if each takes six bytes in JSON, it fits 256 KiB. */
  public static final int LIMIT = 30_000;

  private Parts() {}

  /** The parts of a finished turn's reply, at least one. */
  public static List<Outgoing> of(Outcome.Done done) {
    List<String> texts = split(done.text(), LIMIT);
    List<Outgoing> parts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      List<Attachment> attachments = last ? done.attachments() : List.of();
      parts.add(new Outgoing.Reply(i + 1, texts.size(), texts.get(i), attachments));
    }
    return parts;
  }

  static List<String> split(String text, int limit) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (text.length() - from > limit) {
      int to = cut(text, from, from + limit);
      parts.add(text.substring(from, to));
      from = to;
    }
    parts.add(text.substring(from));
    return parts;
  }

  /**
   * The end of a part that begins at {@code from}: after a line, else after a word, else anywhere;
   * the first two only where that fills at least half of it.
   */
  private static int cut(String text, int from, int limit) {
    int half = from + (limit - from) / 2;
    int line = text.lastIndexOf('\n', limit - 1);
    if (line >= half) {
      return line + 1;
    }
    int word = text.lastIndexOf(' ', limit - 1);
    if (word >= half) {
      return word + 1;
    }
    return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
  }
}
