package io.holdfast.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a text, with the fences around it. One that nothing closes goes on to the end,
 * or to that of the quote it is in. In a list it is indented, by eight spaces at most. A line of
 * more than twenty marks is no fence here, for there would be no room left in a piece between what
 * closes and opens.
 *
 * @param before what stands before the opening fence: marks of quotes, and spaces
 * @param fence the marks that open it
 * @param language what names its language, or the beginning of it
 * @param from where the line of the opening fence begins
 * @param opened where that line ends
 * @param closing where the line of the closing fence begins, or the end of the text
 * @param upto where that line ends, or the end of the text
 */
record CodeBlock(
    String before, String fence, String language, int from, int opened, int closing, int upto) {

  /**
   * As CommonMark has it, no backtick follows those of a fence in its line: there it is code within
   * a line. It is looked at once, so that a line costs no more than it is long.
   */
  private static final Pattern FENCE =
      Pattern.compile(
          "(?m)^((?:> ?+){0,2}+ {0,8}+)(`{3,20}+(?=[^`\\n]*+$)|~{3,20}+(?!~))([^\\n]*)$");

  private static final Pattern NO_QUOTE = Pattern.compile("(?m)^(?!>)");

  /** So much of what names a block's language is repeated. */
  private static final int LANGUAGE = 16;

  /** All of a text, in order. */
  static List<CodeBlock> in(String text) {
    List<CodeBlock> blocks = new ArrayList<>();
    Matcher line = FENCE.matcher(text);
    for (int at = 0; at < text.length() && line.find(at); ) {
      CodeBlock block = closed(opened(line, end(text, line)), line);
      blocks.add(block);
      at = block.upto + 1;
    }
    return blocks;
  }

  /** The one that {@code at} is in: behind the opening fence's line and not behind the closing. */
  static Optional<CodeBlock> at(List<CodeBlock> blocks, int at) {
    return blocks.stream().filter(block -> block.opened < at && at <= block.upto).findFirst();
  }

  /** Where the block that is opened by this line ends if nothing closes it. */
  private static int end(String text, Matcher line) {
    Matcher next = NO_QUOTE.matcher(text);
    boolean over = line.group(1).startsWith(">") && line.end() < text.length();
    return over && next.find(line.end() + 1)
        ? Math.max(line.end(), next.start() - 1)
        : text.length();
  }

  private static CodeBlock opened(Matcher line, int end) {
    String rest = line.group(3).strip();
    String language = rest.substring(0, Math.min(LANGUAGE, rest.length()));
    return new CodeBlock(
        line.group(1), line.group(2), language, line.start(), line.end(), end, end);
  }

  private static CodeBlock closed(CodeBlock open, Matcher line) {
    while (line.find() && line.start() < open.upto) {
      if (open.isClosedBy(line)) {
        return new CodeBlock(
            open.before,
            open.fence,
            open.language,
            open.from,
            open.opened,
            line.start(),
            line.end());
      }
    }
    return open;
  }

  /** What is indented by four more is code, and what is in another quote is so too. */
  private boolean isClosedBy(Matcher line) {
    String there = line.group(1);
    return line.group(3).isBlank()
        && line.group(2).startsWith(fence)
        && there.lastIndexOf('>') == before.lastIndexOf('>')
        && there.length() <= before.length() + 3;
  }

  /** The line that opens it again. */
  String opening() {
    return before + fence + language + "\n";
  }

  /** The line that closes it. */
  String ending() {
    return before + fence;
  }
}
