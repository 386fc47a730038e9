package io.holdfast.delivery;

import io.holdfast.model.Attachment;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    List<CodeBlock> blocks = CodeBlock.in(text);
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (text.length() - from > limit) {
      int to = cut(text, blocks, from, from + limit);
      parts.add(text.substring(from, to));
      from = to;
    }
    parts.add(text.substring(from));
    return parts;
  }

  /**
   * The end of a part that begins at {@code from}: after a line, else after a word, else anywhere;
   * the first two only where that fills at least half of it. A block of code goes whole into the
   * next part where it can, for what goes on in that part would not be known as code there.
   */
  private static int cut(String text, List<CodeBlock> blocks, int from, int limit) {
    int half = from + (limit - from) / 2;
    int line = text.lastIndexOf('\n', limit - 1) + 1;
    Optional<CodeBlock> block = CodeBlock.at(blocks, line).filter(one -> one.from() > from);
    if (block.isPresent()) {
      int before = block.get().from();
      int after = Math.min(text.length(), block.get().upto() + 1);
      if (before > half || after - before <= limit - from) {
        return before;
      }
    }
    if (line > half) {
      return line;
    }
    int word = text.lastIndexOf(' ', limit - 1);
    if (word >= half) {
      return word + 1;
    }
    return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
  }
}
