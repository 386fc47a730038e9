package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.NoticeKind;
import io.holdfast.model.Reason;
import io.holdfast.model.RejectCode;
import io.holdfast.model.TurnState;
import io.holdfast.turn.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The page about the protocol")
class ProtocolPageTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "protocol.md");

  @ParameterizedTest(name = "{0}")
  @DisplayName("knows every word that can stand on the wire")
  @MethodSource("words")
  void knows(String words) throws IOException {
    assertThat(Files.readString(PAGE)).contains(words);
  }

  static Stream<String> words() {
    return Stream.of(
            row(RejectCode.values(), RejectCode::wire),
            row(NoticeKind.values(), NoticeKind::wire),
            row(Command.values(), Command::word),
            Arrays.stream(CloseCode.values()).map(c -> "| " + c.number() + " | `" + c.word() + "`"),
            Arrays.stream(TurnState.values()).map(state -> "`" + state.wire() + "`"),
            Arrays.stream(Reason.values()).map(reason -> "`" + reason.wire() + "`"))
        .flatMap(all -> all);
  }

  /** How each begins a row of a table. */
  private static <T> Stream<String> row(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(value -> "| `" + word.apply(value) + "` |");
  }
}
