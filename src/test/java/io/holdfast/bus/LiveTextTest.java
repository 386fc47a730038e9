package io.holdfast.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Live;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A live event as text")
class LiveTextTest {

  private static final Address PLACE = new Address("web", "chat/1", "");
  private static final AttemptId FIRST = new AttemptId("turn-1", 1);

  static Stream<Live> events() {
    return Stream.of(
        new Live.TurnChanged(PLACE, FIRST, "resumed", "crash", 3, List.of("m1", "m2")),
        new Live.TurnChanged(PLACE, new AttemptId("turn-1", 0), "queued", "", 0, List.of()),
        new Live.Progress(new Address("web", "chat", "thread"), FIRST, 2, "step 2 of \"4\""),
        new Live.Progress(PLACE.of("ann"), FIRST, 2, "step 2"),
        new Live.Delta(PLACE, FIRST, 7, "line\nÄ \uD83D\uDE00"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  @DisplayName("is read as what it was:")
  void read(Live event) {
    assertThat(LiveText.read(LiveText.of(event))).contains(event);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[\"turn\"]",
        "[\"gone\",\"web\",\"c\",\"\",\"\",\"t\",1]",
        "[\"delta\",\"web\",\"c\",\"\",\"t\",1,7,\"without a person\"]",
        "[\"delta\",\"web\",\"c\",\"\",\"\",\"t\",\"one\",1,\"x\"]",
        "[\"progress\",\"web\",\"c\",\"\",\"\",\"t\",1,null,null]"
      })
  @DisplayName("is nothing where it says what this version does not know:")
  void unknown(String text) {
    assertThat(LiveText.read(text)).isEmpty();
  }

  @Test
  @DisplayName("is about its turn, but each piece of live text is about itself")
  void about() {
    Live first = new Live.Progress(PLACE, FIRST, 1, "one");
    Live second = new Live.Progress(PLACE, new AttemptId("turn-1", 2), 2, "two");
    assertThat(LiveText.about(first)).isEqualTo(LiveText.about(second));
    assertThat(LiveText.about(new Live.Delta(PLACE, FIRST, 1, "a")))
        .isNotEqualTo(LiveText.about(new Live.Delta(PLACE, FIRST, 2, "b")));
    assertThat(events().map(LiveText::about).distinct()).hasSize(3);
  }
}
