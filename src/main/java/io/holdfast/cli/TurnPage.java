package io.holdfast.cli;

import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Spans;
import io.holdfast.cli.screen.Table;
import io.holdfast.cli.screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Shows all that is known of a turn. */
final class TurnPage {

  private final Reading detail;
  private final Reading turn;
  private final Screen screen;

  TurnPage(Reading detail, Screen screen) {
    this.detail = detail;
    this.turn = detail.in("turn");
    this.screen = screen;
  }

  void print() {
    screen.line(
        new Cell("turn " + turn.text("id"), Tone.STRONG),
        Cell.of("  "),
        Cell.state(turn.text("state")),
        Cell.of(turn.flag("cancelled") ? ", asked to stop" : ""),
        Cell.of(" since " + screen.when(turn.time("since"))));
    field("session", turn.text("session"));
    field("runner", turn.text("runner"));
    field("attempt", attempt());
    field("marker", marker());
    field("accepted", screen.when(turn.time("acceptedAt")));
    section("messages", messages());
    section("journal", journal());
    section("deliveries", DeliveriesCommand.table(detail.list("deliveries"), screen));
    screen.line("");
    new Story(detail.list("timeline"), Optional.of(detail)).print(screen);
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      Cell label = new Cell(String.format(Locale.ROOT, "%-10s", name), Tone.STRONG);
      screen.line(label, Cell.of(value));
    }
  }

  private String attempt() {
    long interruptions = turn.number("interruptions");
    String node = turn.text("node").isEmpty() ? "" : " on node " + turn.text("node");
    return turn.number("attempt")
        + node
        + switch ((int) Math.min(interruptions, 2)) {
          case 0 -> "";
          case 1 -> ", interrupted once without a step";
          default -> ", interrupted " + interruptions + " times without a step";
        };
  }

  private String marker() {
    return turn.optional("marker")
        .map(
            marker ->
                marker.text("reason").toLowerCase(Locale.ROOT)
                    + ", written "
                    + screen.when(marker.time("at"))
                    + " by stop "
                    + marker.text("stop"))
        .orElse("none");
  }

  private void section(String title, Table table) {
    if (!table.isEmpty()) {
      screen.line("");
      screen.line(new Cell(title, Tone.STRONG));
      table.print(screen);
    }
  }

  private Table messages() {
    Table table = new Table("MESSAGE", "KIND", "FROM", "ACCEPTED");
    for (Reading message : detail.list("messages")) {
      table.row(
          Cell.of(message.text("platformId")),
          Cell.of(message.text("kind").toLowerCase(Locale.ROOT)),
          Cell.of(message.text("sender")),
          Cell.of(screen.when(message.time("acceptedAt"))));
    }
    return table;
  }

  private Table journal() {
    Table table = new Table("STEP", "STATE", "ATTEMPT", "BEGUN", "TOOK", "LABEL");
    for (Reading step : detail.list("steps")) {
      Optional<Instant> begun = step.time("begunAt");
      Optional<Instant> ended = step.time("endedAt");
      String took =
          begun.flatMap(b -> ended.map(e -> Spans.exact(Duration.between(b, e)))).orElse("");
      table.row(
          Cell.of(step.text("key")),
          Cell.state(step.text("state")),
          Cell.of(step.number("attempt")),
          Cell.of(screen.when(begun)),
          Cell.of(took),
          Cell.of(step.text("label")));
    }
    return table;
  }
}
