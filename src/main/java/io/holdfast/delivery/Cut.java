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
 * on in the next piece is closed at the end of this one and opened again.
 *
 * @param upto where it ends in the text
 * @param text what is sent: the piece, with what closes and opens a block
 */
public record Cut(int upto, String text) {

  /**
   * Bounded, and never tried again shorter: whatever the text, it costs little for each character.
   */
  private static final Pattern LINK =
      Pattern.compile("\\[[^\\[\\]\\n]{0,500}+]\\([^)\\s]{0,2000}+\\)");

  private static final int LONGEST_LINK = 2504;

  /**
   * The piece that begins at {@code from}; of a text that is not at its end it is never empty.
   *
   * @param limit how many UTF-16 code units it may have; 100 at least, for a block to fit
   */
  public static Cut of(String text, int from, int limit) {
    int least = from + 1;
    int most = Math.max(least, from + limit - opening(text, from).length());
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
    return new Cut(upto, opening(text, from) + body + closing(text, upto));
  }

  private static String opening(String text, int from) {
    return CodeBlock.at(CodeBlock.in(text), from).map(CodeBlock::opening).orElse("");
  }

  /** Nothing is closed where the text ends that does not close it itself. */
  private static String closing(String text, int upto) {
    if (upto == text.length()) {
      return "";
    }
    String line = text.charAt(upto - 1) == '\n' ? "" : "\n";
    return CodeBlock.at(CodeBlock.in(text), upto).map(block -> line + block.ending()).orElse("");
  }

  private static int end(String text, int from, int most) {
    if (most >= text.length()) {
      return text.length();
    }
    int half = from + (most - from) / 2;
    List<int[]> whole = whole(text, from, most);
    // A line of code is no longer one when it is cut.
    int line = CodeBlock.at(CodeBlock.in(text), most).isPresent() ? from : half;
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
    for (CodeBlock block : CodeBlock.in(text)) {
      whole.add(new int[] {block.from(), block.opened()});
      // What closes a block stays with the line before it.
      whole.add(new int[] {block.closing() - 1, block.upto()});
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
