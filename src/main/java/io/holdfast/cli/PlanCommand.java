package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Tone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** Says what a configuration would change. */
@Command(
    name = "plan",
    description = {
      "Say what a configuration file would change.",
      "Nothing is applied. The gateway that runs is asked; it is looked for where"
          + " $$HOLDFAST_CONFIG or config/holdfast.yaml say, and where there is neither, where the"
          + " file itself does."
    },
    footer = {
      "  holdfast plan -c new.yaml",
      "  holdfast plan -c new.yaml --url http://127.0.0.1:8080"
    })
final class PlanCommand extends AskingCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  PlanCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) throws IOException {
    Path file =
        asking()
            .choice()
            .file()
            .orElseThrow(() -> new CommandFailure("name the file to plan for by -c"));
    if (!Files.isReadable(file)) {
      throw new CommandFailure(file + " cannot be read");
    }
    Answer answer =
        asking()
            .clientInForce()
            .post(Api.PLAN, "application/yaml", Files.readString(file), PATIENCE);
    if (json()) {
      screen.json(answer.text());
    } else {
      print(answer.reading(), screen);
    }
    return ExitCode.CLEAN;
  }

  /** A line for each action. */
  static void print(Reading plan, Screen screen) {
    List<String> lines = plan.texts("text");
    List<Reading> actions = plan.list("plan");
    if (lines.isEmpty()) {
      screen.line(new Cell("nothing changes", Tone.FAINT));
    }
    for (int i = 0; i < lines.size(); i++) {
      String verb = i < actions.size() ? actions.get(i).text("verb") : "";
      screen.line(new Cell(lines.get(i), tone(verb)));
    }
  }

  private static Tone tone(String verb) {
    return switch (verb) {
      case "add" -> Tone.GOOD;
      case "remove" -> Tone.BAD;
      case "redeploy", "adjust" -> Tone.ATTENTION;
      case "restart" -> Tone.STRONG;
      default -> Tone.FAINT;
    };
  }
}
