package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The live text of an answer")
class LiveTextTest {

  static Stream<Arguments> tries() {
    return Stream.of(
        Arguments.of("one try", "a b|ab", List.of("a", "b")),
        Arguments.of("nothing but the reply", "|ab", List.of("ab")),
        Arguments.of("a note at the end of the reply", "a b|ab!", List.of("a", "b", "!")),
        Arguments.of("the same text again", "a b|a b c|abc", List.of("a", "b", "c")),
        Arguments.of("the same text in other pieces", "ab|a bc d|abcd", List.of("ab", "c", "d")),
        Arguments.of("other text", "ab|xy z|xyz", List.of("ab")),
        Arguments.of("text that goes astray later", "ab|a xyz|axyz", List.of("ab")),
        Arguments.of("a third try that fits again", "ab|xyz|abc|abc", List.of("ab", "c")),
        Arguments.of("a second try that falls short", "abc|a|abcd|abcd", List.of("abc", "d")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("tries")
  void onlyGrows(String name, String said, List<String> expected) {
    List<String> shown = new ArrayList<>();
    LiveText live = new LiveText(shown::add);
    String[] tries = said.split("\\|", -1);
    for (int i = 0; i < tries.length - 1; i++) {
      live.again();
      for (String piece : tries[i].split(" ", -1)) {
        live.say(piece);
      }
    }
    live.end(tries[tries.length - 1]);

    assertThat(shown).isEqualTo(expected);
  }
}
