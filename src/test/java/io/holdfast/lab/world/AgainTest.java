package io.holdfast.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.Lab;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

@DisplayName("How to see a red run again")
class AgainTest {

  @ParameterizedTest(name = "{0}")
  @DisplayName("is a command that scripts/lab takes, with the plan and the seed of that run:")
  @ValueSource(
      strings = {
        "plain:",
        "burst:store.finish.after#1=halt",
        "stop:stop-settled#1=delay,batch-told#2=fail",
        "deadline:store.mark.before#1=delay:7000",
        "parts:*#12=halt,*#31=halt"
      })
  void parses(String plan) {
    String line = Tally.again(Result.broken(Plan.parse(plan), 7, "red"));

    ParseResult again = new CommandLine(new Lab()).parseArgs(words(line)).subcommand();

    assertThat(again.matchedPositionalValue(0, "")).isEqualTo(plan);
    assertThat(again.matchedOptionValue("--seed", 0L)).isEqualTo(7);
  }

  @Test
  @DisplayName("is refused where it names no scenario that there is")
  void unknown() {
    CommandLine lab = new CommandLine(new Lab()).setErr(new PrintWriter(new StringWriter()));

    assertThat(lab.execute("again", "nowhere:boot-ready#1=halt")).isEqualTo(2);
  }

  /** As a shell splits it. */
  private static String[] words(String line) {
    String[] quoted = line.split("\"");
    return Stream.of(quoted[0].split(" "), new String[] {quoted[1]}, quoted[2].strip().split(" "))
        .flatMap(Arrays::stream)
        .skip(1)
        .toArray(String[]::new);
  }
}
