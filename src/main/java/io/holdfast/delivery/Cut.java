package io.holdfast.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of a text that is longer than a platform's message may be. Where it ends follows from
 * the text, from where it begins and from the limit alone, so that it is the same piece whoever
 * cuts it. It ends after a paragraph, else after a line, else after a word; a word is cut only
 * where it is longer than a piece, a link likewise, a surrogate pair never. A code block that goes
 * on in the next piece is closed at the end of this one and opened again; a line of more than
 * twenty marks is no fence here, for there would be no room left between what closes and opens.
 *
 * @param upto where it ends in the text
 * @param text what is sent: the piece, with what closes and opens a block
 */
public record Cut(int upto, String text) {

  /**
   * As CommonMark has it, no backtick follows those of a fence in its line: there it is code within
   * a line. It is looked at once, so that a line costs no more than it is long.
   */
  private static final Pattern FENCE =
      Pattern.compile("(?m)^ {0,3}(`{3,20}+(?=[^`\\n]*+$)|~{3,20}+(?!~))([^\\n]*)$");

  /**
   * Bounded, and never tried again shorter: whatever the text, it costs little for each character.
   */
  private static final Pattern LINK =
      Pattern.compile("\\[[^\\[\\]\\n]{0,500}+]\\([^)\\s]{0,2000}+\\)");

  private static final int LONGEST_LINK = 2504;

  /** So much of what names a block's language is repeated. */
  private static final int LANGUAGE = 32;

  /**
   * The piece that begins at {@code from}; of a text that is not at its end it is never empty.
   *
   * @param limit how many UTF-16 code units it may have; 100 at least, for a block to fit
   */
  public static Cut of(String text, int from, int limit) {
    int least = from + 1;
    int most = Math.max(least, from + limit - opening(blockAt(text, from)).length());
    Cut cut = between(text, from, end(text, from, most));
    while (cut.text().length() > limit && most > least) {
      most = Math.max(least, most - (cut.text().length() - limit));
      cut = between(text, from, end(text, from, most));
    }
    return cut;
  }

  /** The piece that was cut before, whatever the limit is now. */
  public static Cut between(String text, int from, int upto) {
    String body = text.substring(from, upto);
    return new Cut(upto, opening(blockAt(text, from)) + body + closing(text, upto));
  }

  private static String opening(String block) {
    return block.isEmpty() ? "" : block + "\n";
  }

  /** Nothing is closed where the text ends that does not close it itself. */
  private static String closing(String text, int upto) {
    String block = upto < text.length() ? blockAt(text, upto) : "";
    if (block.isEmpty()) {
      return "";
    }
    return (text.charAt(upto - 1) == '\n' ? "" : "\n") + fence(block);
  }

  /** What opened the code block that {@code at} is in; empty outside of any. */
  private static String blockAt(String text, int at) {
    String open = "";
    Matcher line = FENCE.matcher(text);
    while (line.find() && line.end() < at) {
      String fence = line.group(1);
      String rest = line.group(2).strip();
      if (open.isEmpty()) {
        open = fence + rest.substring(0, Math.min(LANGUAGE, rest.length()));
      } else if (rest.isEmpty() && fence.startsWith(fence(open))) {
        open = "";
      }
    }
    return open;
  }

  private static String fence(String block) {
    char mark = block.charAt(0);
    int length = 0;
    while (length < block.length() && block.charAt(length) == mark) {
      length++;
    }
    return block.substring(0, length);
  }

  private static int end(String text, int from, int most) {
    if (most >= text.length()) {
      return text.length();
    }
    int half = from + (most - from) / 2;
    List<int[]> whole = whole(text, from, most);
    // A line of code is no longer one when it is cut.
    int line = blockAt(text, most).isEmpty() ? half : from;
    int[] least = {half, half, line, half, from};
    String[] after = {"\n\n", "\n", "\n", " ", " "};
    for (int i = 0; i < least.length; i++) {
      int end = last(text, after[i], least[i], most, whole);
      if (end > least[i]) {
        return end;
      }
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) && most - 1 > from ? most - 1 : most;
  }

  /** The last place up to {@code most} that comes after one of these; {@code least} for none. */
  private static int last(String text, String after, int least, int most, List<int[]> whole) {
    for (int end = most; end > least; end--) {
      int at = end;
      boolean there =
          after.equals(" ")
              ? Character.isWhitespace(text.charAt(end - 1))
              : text.startsWith(after, end - after.length());
      if (there && whole.stream().noneMatch(one -> one[0] < at && at < one[1])) {
        return end;
      }
    }
    return least;
  }

  /** What begins here and is not to be cut: links, and the lines around a block of code. */
  private static List<int[]> whole(String text, int from, int most) {
    List<int[]> whole = new ArrayList<>();
    Matcher link = links(text, from, most);
    while (link.find() && link.start() < most) {
      whole.add(new int[] {link.start(), link.end()});
    }
    boolean inside = !blockAt(text, from).isEmpty();
    Matcher fence = within(FENCE, text, from, text.length());
    while (fence.find() && fence.start() < most) {
      // What closes a block stays with the line before it.
      whole.add(new int[] {inside ? fence.start() - 1 : fence.start(), fence.end()});
      inside = !inside;
    }
    return whole;
  }

  /** All links that begin before {@code most}, and perhaps some more. */
  static Matcher links(CharSequence text, int from, int most) {
    return within(LINK, text, from, Math.min(text.length(), most + LONGEST_LINK));
  }

  private static Matcher within(Pattern pattern, CharSequence text, int from, int to) {
    return pattern
        .matcher(text)
        .useTransparentBounds(true)
        .useAnchoringBounds(false)
        .region(from, to);
  }
}
