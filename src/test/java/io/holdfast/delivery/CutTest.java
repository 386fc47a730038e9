package io.holdfast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A long text goes out in pieces")
class CutTest {

  private static List<String> pieces(String text, int limit) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    do {
      Cut cut = Cut.of(text, from, limit);
      assertThat(cut.text().length()).isLessThanOrEqualTo(limit);
      assertThat(Cut.between(text, from, cut.upto())).isEqualTo(cut);
      assertThat(cut.upto()).isGreaterThan(from);
      pieces.add(cut.text());
      from = cut.upto();
    } while (from < text.length());
    return pieces;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "one; one",
        "one two three; one two |three",
        "one^two three four; one^two |three four",
        "one two^three four; one two^|three four",
        "abcdefghijklmnop; abcdefghijkl|mnop",
        "one [a b](http://x) two; one |[a b](http:/|/x) two",
        "one [a](b:c) two; one |[a](b:c) two"
      })
  @DisplayName("after a line, else after a word, and a link stays whole:")
  void cuts(String text, String expected) {
    String cut = String.join("|", pieces(text.replace('^', '\n'), 12));
    assertThat(cut.replace('\n', '^')).isEqualTo(expected);
  }

  @Test
  @DisplayName("after a paragraph rather than after a line")
  void paragraphs() {
    assertThat(pieces("one\nand two\n\nthree\nfour", 21))
        .containsExactly("one\nand two\n\n", "three\nfour");
  }

  @Test
  @DisplayName("of which none cuts a character that takes two places")
  void surrogates() {
    assertThat(pieces("ab\uD83D\uDE00cd", 3)).containsExactly("ab", "\uD83D\uDE00c", "d");
  }

  @Test
  @DisplayName("which close the block of code that they cut, and open it again")
  void blocks() {
    String code = "see\n```java\nint a = 1;\nint b = 2;\nint c = 3;\n```\nthat is all";
    assertThat(pieces(code, 34))
        .containsExactly(
            "see\n```java\nint a = 1;\n```",
            "```java\nint b = 2;\nint c = 3;\n```\n",
            "that is all");
    assertThat(pieces(code, 32))
        .containsExactly(
            "see\n```java\nint a = 1;\n```",
            "```java\nint b = 2;\n```",
            "```java\nint c = 3;\n```\n",
            "that is all");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"```npm test```", "```a`b", "  ```` npm ``` test ````"})
  @DisplayName("for which a line with more backticks behind the first ones opens no block:")
  void inlineCode(String line) {
    String text = line + "\n" + "word ".repeat(20);
    assertThat(String.join("", pieces(text, 40))).isEqualTo(text);
  }

  @Test
  @DisplayName("for which tildes open a block, whatever stands behind them")
  void tildes() {
    assertThat(pieces("~~~ a`b\n" + "one\n" + "two\n".repeat(4) + "~~~\n", 24))
        .containsExactly("~~~ a`b\none\ntwo\ntwo\n~~~", "~~~a`b\ntwo\ntwo\n~~~\n");
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({"`, 21", "~, 60", "`, 5000"})
  @DisplayName("which do not repeat a fence that leaves no room between itself and its like:")
  void longFences(String mark, int length) {
    String fence = mark.repeat(length);
    String text = fence + "java\n" + "int a = 1;\n".repeat(30) + fence + "\nthat is all";
    assertThat(String.join("", pieces(text, 100))).isEqualTo(text);
  }

  @Test
  @DisplayName("which go on even where the limit leaves no room in a block")
  void noRoom() {
    String text = "```java\nint a = 1;\nint b = 2;\n```\n";
    for (int from = 0; from < text.length(); ) {
      int upto = Cut.of(text, from, 9).upto();
      assertThat(upto).isGreaterThan(from);
      from = upto;
    }
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(strings = {"    ", "        ", "> ", ">", "> >     "})
  @DisplayName("which see a block in a list or a quote, and close and open it again there:")
  void nested(String in) {
    String code = "```java\nint a = 1;\nint b = 2;\nint c = 3;\n```\n".replaceAll("(?m)^(?=.)", in);
    String opening = in + "```java\n";
    String first = opening + in + "int a = 1;\n" + in + "```";
    assertThat(pieces("see\n" + code + "that is all", first.length() + 5))
        .startsWith("see\n" + first, opening + in + "int b = 2;\n" + in + "```")
        .last()
        .isEqualTo("that is all");
  }

  @Test
  @DisplayName("for which code that is indented closes no block, and a block ends with its quote")
  void ends() {
    assertThat(pieces("```\none\n    ```\ntwo\nthree\n```\n", 24))
        .containsExactly("```\none\n    ```\ntwo\n```", "```\nthree\n```\n");
    String quote = "> ```\n> one\nno quote ";
    assertThat(String.join("", pieces(quote + "word ".repeat(9), 30)))
        .isEqualTo(quote + "word ".repeat(9));
  }

  /** Counts how often it is looked at. */
  private static final class Counted implements CharSequence {

    private final String text;
    private long looks;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"[, 20", "[a, 20", "[](, 2100"})
  @DisplayName(
      "for which what looks like the beginning of a link is not read to the end each time:")
  void links(String part, int looks) {
    Counted text = new Counted(part.repeat(10_000));
    assertThat(Cut.links(text, 0, 1_000).find()).isFalse();
    assertThat(text.looks).isLessThan(looks * 4_000L);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("that say all of it in order, whatever it is:")
  void random(long seed) {
    Random random = new Random(seed);
    String[] words = {
      "a",
      "word ",
      "line\n",
      "\n\n",
      "```\n",
      "```java\n",
      "[x](y) ",
      "\uD83D\uDE00",
      "longlonglong"
    };
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder("x");
      random.ints(random.nextInt(80), 0, words.length).forEach(word -> text.append(words[word]));
      int from = 0;
      StringBuilder said = new StringBuilder();
      while (from < text.length()) {
        Cut cut = Cut.of(text.toString(), from, 40);
        assertThat(cut.text().length()).isLessThanOrEqualTo(40);
        assertThat(cut.upto()).isGreaterThan(from);
        assertThat(Character.isHighSurrogate(text.charAt(cut.upto() - 1))).isFalse();
        said.append(text, from, cut.upto());
        from = cut.upto();
      }
      assertThat(said.toString()).isEqualTo(text.toString());
    }
  }
}
