package io.holdfast.cli;

import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Spans;
import io.holdfast.cli.screen.Tone;
import io.holdfast.model.TurnState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The life of a message or a turn as a timeline: one line an event, with what passed between. */
final class Story {

  private static final int GAP = 10;

  private final List<Event> events = new ArrayList<>();
  private final boolean open;

  /**
   * @param timeline what was noted
   * @param turn the turn with its journal and its deliveries; empty for a command
   */
  Story(List<Reading> timeline, Optional<Reading> turn) {
    Reading detail = turn.orElseGet(() -> Reading.nothing());
    Reading view = detail.in("turn");
    List<Reading> deliveries = detail.list("deliveries");
    Set<String> told = deliveries.stream().map(d -> d.text("id")).collect(Collectors.toSet());
    timeline.stream()
        .filter(entry -> !told.contains(entry.text("detail")))
        .forEach(entry -> Event.noted(entry, view.text("runner")).ifPresent(events::add));
    List<Reading> steps = detail.list("steps");
    for (int i = 0; i < steps.size(); i++) {
      Event.step(steps.get(i), i + 1, view.number("attempt") > 1).ifPresent(events::add);
    }
    deliveries.forEach(delivery -> Event.delivery(delivery).ifPresent(events::add));
    events.sort(Comparator.comparing(Event::at).thenComparingInt(Story::rank));
    open = turn.isPresent() && open(view.text("state"));
  }

  /** What comes first of the same millisecond. */
  private static int rank(Event event) {
    return switch (event.what()) {
      case "accepted" -> 0;
      case "claimed", "resumed" -> 1;
      case "interrupted", "finished", "cancelled", "asked", "quarantined" -> 3;
      case "delivered", "dropped", "pending", "held", "attempting", "unknown" -> 4;
      default -> 2;
    };
  }

  static boolean open(String state) {
    try {
      return TurnState.valueOf(state.toUpperCase(Locale.ROOT)).open();
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  void print(Screen screen) {
    int width = events.stream().mapToInt(event -> event.what().length()).max().orElse(0);
    Optional<Instant> before = Optional.empty();
    String day = "";
    for (Event event : events) {
      String today = screen.day(event.at());
      if (screen.terminal() && !day.equals(today)) {
        screen.line(new Cell(today, Tone.FAINT));
      }
      screen.line(
          Cell.of(screen.exactly(event.at()) + "  "),
          new Cell(padded(passed(before, event.at()), GAP), Tone.FAINT),
          new Cell(padded(event.what(), width + 2), event.tone()),
          Cell.of(event.detail()));
      before = Optional.of(event.at());
      day = today;
    }
    total(screen);
  }

  private void total(Screen screen) {
    if (events.isEmpty()) {
      return;
    }
    Instant first = events.get(0).at();
    Event last = events.get(events.size() - 1);
    Instant end = open ? screen.now() : last.at();
    String margin = " ".repeat(screen.exactly(first).length() + 2);
    String span = Spans.exact(Duration.between(first, end));
    screen.line(
        Cell.of(margin),
        new Cell(padded("total", GAP), Tone.STRONG),
        new Cell(span + (open ? " so far" : ""), Tone.STRONG));
  }

  private static String passed(Optional<Instant> before, Instant at) {
    return before.map(b -> "+" + Spans.exact(Duration.between(b, at))).orElse("");
  }

  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }
}
