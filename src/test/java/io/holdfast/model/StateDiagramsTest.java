package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The diagrams in the design page come from the transition tables, so they cannot lie. */
class StateDiagramsTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "design.md");
  private static final String WRITE = "holdfast.docs.write";

  @Test
  @DisplayName("design.md draws the life of a turn as TurnState has it")
  void turn() throws IOException {
    check("TurnState", diagram(TurnState.values(), TurnState::next, state -> !state.open()));
  }

  @Test
  @DisplayName("design.md draws the life of a delivery as DeliveryState has it")
  void delivery() throws IOException {
    check(
        "DeliveryState",
        diagram(DeliveryState.values(), DeliveryState::next, state -> state.next().isEmpty()));
  }

  /** A Mermaid state diagram; life begins with the first constant. */
  private static <S extends Enum<S>> String diagram(
      S[] states, Function<S, Set<S>> next, Function<S, Boolean> end) {
    Stream<String> moves =
        Arrays.stream(states)
            .flatMap(
                from ->
                    Arrays.stream(states)
                        .filter(next.apply(from)::contains)
                        .map(to -> from + " --> " + to));
    Stream<String> ends = Arrays.stream(states).filter(end::apply).map(s -> s + " --> [*]");
    return Stream.of(Stream.of("[*] --> " + states[0]), moves, ends)
        .flatMap(lines -> lines)
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining("", "stateDiagram-v2\n", ""));
  }

  private static void check(String source, String diagram) throws IOException {
    String page = Files.readString(PAGE);
    Matcher block =
        Pattern.compile("(?s)<!-- drawn from " + source + " -->\n+```mermaid\n(.*?)```")
            .matcher(page);
    assertThat(block.find()).as("a diagram drawn from %s in %s", source, PAGE).isTrue();
    if (Boolean.getBoolean(WRITE)) {
      String drawn = page.substring(0, block.start(1)) + diagram + page.substring(block.end(1));
      Files.writeString(PAGE, drawn);
      return;
    }
    assertThat(block.group(1))
        .as(
            "%s is out of date; mvn test -Dtest=StateDiagramsTest -D%s=true draws it anew",
            PAGE, WRITE)
        .isEqualTo(diagram);
  }
}
