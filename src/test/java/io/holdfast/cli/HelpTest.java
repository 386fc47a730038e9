package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("The help")
class HelpTest {

  @TempDir Path directory;

  static Stream<String> commands() {
    return commands(root());
  }

  private static Stream<String> commands(CommandLine line) {
    return line.getSubcommands().values().stream()
        .flatMap(
            sub -> Stream.concat(Stream.of(sub.getCommandSpec().qualifiedName()), commands(sub)));
  }

  private static CommandLine root() {
    return Holdfast.commandLine((loaded, file) -> ExitCode.CLEAN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  @DisplayName("of each command has a description and an example of it, in lines of 80 columns")
  void helps(String name) {
    StringWriter out = new StringWriter();
    String[] args = (name + " --help").substring("holdfast ".length()).split(" ");
    assertThat(root().setOut(new PrintWriter(out)).execute(args)).isZero();
    assertThat(out.toString()).startsWith("Usage: " + name + " ").contains("\nExamples:\n");
    assertThat(out.toString().split("Examples:")[1]).contains("holdfast ");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(spec(name).usageMessage().description()).isNotEmpty();
  }

  @Test
  @DisplayName("names every command, and the page about them has a section on each")
  void namesEveryCommand() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/cli.md"));
    String help = root().getUsageMessage();
    root()
        .getSubcommands()
        .keySet()
        .forEach(
            name -> {
              assertThat(help).contains("\n  " + name + " ");
              assertThat(page).contains("\n## " + name + "\n");
            });
  }

  @Test
  @DisplayName("of the shell knows every command, and is a script that bash takes")
  void completes() throws IOException, InterruptedException {
    StringWriter out = new StringWriter();
    assertThat(root().setOut(new PrintWriter(out)).execute("completion")).isZero();
    commands()
        .forEach(
            name ->
                assertThat(out.toString()).contains("_picocli_" + name.replace(' ', '_') + "() {"));
    assertThat(out.toString()).contains("quarantined");
    Path script = Files.writeString(directory.resolve("completion"), out.toString());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
  }

  private static CommandSpec spec(String name) {
    CommandLine line = root();
    for (String word : name.substring("holdfast ".length()).split(" ")) {
      line = line.getSubcommands().get(word);
    }
    return line.getCommandSpec();
  }
}
