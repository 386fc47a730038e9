package io.holdfast.cli;

import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.admin.Unserved;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says how the gateway is doing. */
@Command(
    name = "status",
    description = {
      "Say how the gateway is doing.",
      "Its health, how much stands where, what a stop waits for, what became of the last reload."
    },
    footer = {
      "  holdfast status                         of the gateway that config/holdfast.yaml sets up",
      "  holdfast status --json | jq .ready      for a program"
    })
final class StatusCommand extends AskingCommand {

  StatusCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    Answer answer = client().get(Api.STATUS);
    if (json()) {
      screen.json(answer.text());
    } else {
      show(answer.reading(), screen);
    }
    return ExitCode.CLEAN;
  }

  private static void show(Reading status, Screen screen) {
    boolean ready = status.flag("ready");
    screen.line(
        new Cell(ready ? "ready" : "not ready", ready ? Tone.GOOD : Tone.BAD),
        Cell.of("  holdfast " + status.text("version") + "  node " + status.text("node")),
        Cell.of("  started " + screen.when(status.time("startedAt"))));
    field(screen, "config", Cell.of(status.text("config")));
    field(screen, "checks", checks(status));
    status.members("idle").forEach((id, why) -> field(screen, "idle", idle(id, why)));
    Reading counts = status.in("counts");
    field(screen, "turns", counts(counts.members("turns"), ""));
    field(screen, "waiting", counts(counts.members("queued"), "for "));
    unserved(status).ifPresent(cell -> field(screen, "unserved", cell));
    field(screen, "deliveries", counts(counts.members("deliveries"), ""));
    field(screen, "markers", Cell.of(counts.number("markers")));
    status.optional("draining").ifPresent(drain -> field(screen, "draining", drain(drain, screen)));
    status.optional("reloaded").ifPresent(last -> field(screen, "reloaded", reload(last, screen)));
  }

  private static void field(Screen screen, String name, Cell... cells) {
    List<Cell> line = new ArrayList<>();
    line.add(new Cell(String.format(Locale.ROOT, "%-11s", name), Tone.STRONG));
    line.addAll(List.of(cells));
    screen.line(line.toArray(Cell[]::new));
  }

  private static Cell[] checks(Reading status) {
    List<Cell> cells = new ArrayList<>();
    status
        .members("checks")
        .forEach(
            (name, holds) -> {
              boolean ok = holds.equals("true");
              cells.add(Cell.of((cells.isEmpty() ? "" : ", ") + name + " "));
              cells.add(new Cell(ok ? "ok" : "FAILS", ok ? Tone.GOOD : Tone.BAD));
            });
    return cells.toArray(Cell[]::new);
  }

  private static Cell idle(String connector, String why) {
    return new Cell("connector " + connector + ": " + why, Tone.ATTENTION);
  }

  private static Optional<Cell> unserved(Reading status) {
    String what = Unserved.words(status);
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(new Cell(what + ": " + Unserved.TODO, Tone.ATTENTION));
  }

  private static Cell counts(Map<String, String> counts, String before) {
    List<String> words =
        counts.entrySet().stream()
            .filter(count -> !count.getValue().equals("0"))
            .map(count -> count.getValue() + " " + before + count.getKey())
            .map(word -> before.isEmpty() ? word.toLowerCase(Locale.ROOT) : word)
            .toList();
    return words.isEmpty() ? new Cell("none", Tone.FAINT) : Cell.of(String.join(", ", words));
  }

  private static Cell drain(Reading drain, Screen screen) {
    String scope = drain.text("scope").isEmpty() ? "" : "runner " + drain.text("scope") + ", ";
    return new Cell(
        scope
            + Progress.waiting(drain, screen.now())
            + ", because "
            + drain.text("reason").toLowerCase(Locale.ROOT),
        Tone.ATTENTION);
  }

  private static Cell reload(Reading last, Screen screen) {
    Tone tone = last.flag("ok") ? Tone.PLAIN : Tone.BAD;
    return new Cell(screen.when(last.time("at")) + ": " + last.text("summary"), tone);
  }
}
