package io.holdfast.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a text, with the fences around it. One that nothing closes goes on to the end.
 * A line of more than twenty marks is no fence here, for there would be no room left in a piece
 * between what closes and opens.
 *
 * @param fence the marks that open it
 * @param language what names its language, or the beginning of it
 * @param from where the line of the opening fence begins
 * @param opened where that line ends
 * @param closing where the line of the closing fence begins, or the end of the text
 * @param upto where that line ends, or the end of the text
 */
record CodeBlock(String fence, String language, int from, int opened, int closing, int upto) {

  /**
   * As CommonMark has it, no backtick follows those of a fence in its line: there it is code within
   * a line. It is looked at once, so that a line costs no more than it is long.
   */
  private static final Pattern FENCE =
      Pattern.compile("(?m)^ {0,3}(`{3,20}+(?=[^`\\n]*+$)|~{3,20}+(?!~))([^\\n]*)$");

  /** So much of what names a block's language is repeated. */
  private static final int LANGUAGE = 32;

  /** All of a text, in order. */
  static List<CodeBlock> in(String text) {
    List<CodeBlock> blocks = new ArrayList<>();
    Matcher line = FENCE.matcher(text);
    while (line.find()) {
      CodeBlock open = opened(line, text.length());
      boolean closed = false;
      while (!closed && line.find()) {
        closed = line.group(2).isBlank() && line.group(1).startsWith(open.fence);
      }
      blocks.add(closed ? open.closed(line) : open);
    }
    return blocks;
  }

  /** The one that {@code at} is in: behind the opening fence's line and not behind the closing. */
  static Optional<CodeBlock> at(List<CodeBlock> blocks, int at) {
    return blocks.stream().filter(block -> block.opened < at && at <= block.upto).findFirst();
  }

  private static CodeBlock opened(Matcher line, int end) {
    String rest = line.group(2).strip();
    String language = rest.substring(0, Math.min(LANGUAGE, rest.length()));
    return new CodeBlock(line.group(1), language, line.start(), line.end(), end, end);
  }

  private CodeBlock closed(Matcher line) {
    return new CodeBlock(fence, language, from, opened, line.start(), line.end());
  }

  /** The line that opens it again. */
  String opening() {
    return fence + language + "\n";
  }
}
