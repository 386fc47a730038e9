package io.holdfast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Attachment;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("parts put together give the text again, each within the limit, no character halved")
  void nothingIsLost(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append(
          List.of("word", " ", "\n", "😀", "longerword", "é", "\n```\n").get(random.nextInt(7)));
    }
    List<String> parts = Parts.split(text.toString(), 20);
    assertThat(String.join("", parts)).isEqualTo(text.toString());
    assertThat(parts).allSatisfy(part -> assertThat(part).hasSizeBetween(1, 20));
    assertThat(parts).noneMatch(part -> Character.isHighSurrogate(part.charAt(part.length() - 1)));
  }

  @Test
  @DisplayName("a cut falls behind a line, else behind a word")
  void cuts() {
    assertThat(Parts.split("ab cd\nef gh", 8)).containsExactly("ab cd\n", "ef gh");
    assertThat(Parts.split("ab cd ef", 7)).containsExactly("ab cd ", "ef");
    assertThat(Parts.split("a bcdefghi", 6))
        .as("never far from full")
        .containsExactly("a bcde", "fghi");
    assertThat(Parts.split("abcdefgh", 3)).containsExactly("abc", "def", "gh");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "one two three^```^four^five^```^six; one two three^|```^four^five^```^six",
        "one^```^two^three^four^```^five; one^|```^two^three^four^```^|five",
        "one^~~~^two^```^four^~~~^six; one^|~~~^two^```^four^~~~^six",
        "one^```^two^three^four^five^six^```^; one^```^two^three^four^|five^six^```^",
        "one^```^two^three^fo^fiv^```; one^|```^two^three^fo^fiv^```",
        "```a```^one^two^three^four^five; ```a```^one^two^three^|four^five"
      })
  @DisplayName("a block of code is cut only where it is longer than a part:")
  void blocks(String text, String expected) {
    String cut = String.join("|", Parts.split(text.replace('^', '\n'), 24));
    assertThat(cut.replace('\n', '^')).isEqualTo(expected);
  }

  @Test
  @DisplayName("even an empty reply is one part, and attachments go with the last")
  void empty() {
    assertThat(Parts.of(new Outcome.Done("", List.of())))
        .containsExactly(new Outgoing.Reply(1, 1, "", List.of()));
    Attachment file = new Attachment("a", "text/plain", "");
    List<Outgoing> parts = Parts.of(new Outcome.Done("x".repeat(Parts.LIMIT + 1), List.of(file)));
    assertThat(parts).hasSize(2);
    assertThat(((Outgoing.Reply) parts.get(0)).attachments()).isEmpty();
    assertThat(((Outgoing.Reply) parts.get(1)).attachments()).containsExactly(file);
  }
}
