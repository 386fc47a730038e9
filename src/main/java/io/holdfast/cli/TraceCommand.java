package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Spans;
import io.holdfast.cli.screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells the life of a message. */
@Command(
    name = "trace",
    description = {
      "Tell the life of a message as a timeline.",
      "When it was accepted, who worked on it, each step, what interrupted it, when its answer"
          + " arrived; and what passed between."
    },
    footer = "  holdfast trace 01932b7e-8c1a-7000-8000-3f6c2a9d4e51")
final class TraceCommand extends AskingCommand {

  @Parameters(paramLabel = "MESSAGE-ID", description = "The platform's id of the message.")
  String message = "";

  TraceCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Answer answer = client().get(Api.trace(message));
    if (json()) {
      screen.json(answer.text());
      return ExitCode.CLEAN;
    }
    List<Reading> traces = answer.reading().list("items");
    for (int i = 0; i < traces.size(); i++) {
      if (i > 0) {
        screen.line("");
      }
      show(traces.get(i), screen);
    }
    return ExitCode.CLEAN;
  }

  private static void show(Reading trace, Screen screen) {
    Reading message = trace.in("message");
    Optional<Reading> detail = trace.optional("turn");
    Optional<Reading> turn = detail.map(d -> d.in("turn"));
    screen.line(
        new Cell(turn.map(t -> t.text("session")).orElse(message.text("connector")), Tone.STRONG),
        Cell.of("  message " + message.text("platformId")),
        Cell.of("  from " + message.text("sender")),
        Cell.of(turn.map(t -> " · turn " + t.text("id") + " · ").orElse(" · a command")),
        turn.map(t -> Cell.state(t.text("state"))).orElse(Cell.of("")),
        Cell.of(turn.map(t -> summary(t, screen.now())).orElse("")));
    new Story(trace.list("timeline"), detail).print(screen);
  }

  private static String summary(Reading turn, Instant now) {
    boolean open = Story.open(turn.text("state"));
    Optional<Instant> since = turn.time("since");
    Optional<Instant> from = open ? since : turn.time("acceptedAt");
    Optional<Instant> to = open ? Optional.of(now) : since;
    String span =
        from.flatMap(f -> to.map(t -> Spans.exact(Duration.between(f, t))))
            .map(text -> (open ? " for " : " in ") + text)
            .orElse("");
    long attempts = turn.number("attempt");
    return span + ", " + attempts + (attempts == 1 ? " attempt" : " attempts");
  }
}
