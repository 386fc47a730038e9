package io.holdfast.cli;

import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Spans;
import io.holdfast.cli.screen.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of a story.
 *
 * @param at when
 * @param what the word for it
 * @param detail the rest
 * @param tone how much it wants to be seen
 */
record Event(Instant at, String what, String detail, Tone tone) {

  Event {
    what = Cell.visible(what);
    detail = Cell.visible(detail);
  }

  /** Something that the timeline has. */
  static Optional<Event> noted(Reading entry, String runner) {
    String what = entry.text("event");
    String detail = entry.text("detail");
    String attempt = entry.number("attempt") == 0 ? "" : "attempt " + entry.number("attempt");
    String by = runner.isEmpty() ? "" : " by " + runner;
    String text =
        switch (what) {
          case "claimed" -> attempt + by;
          case "resumed" -> attempt + by + (detail.isEmpty() ? "" : " after " + detail);
          default -> joined(attempt, detail);
        };
    return entry.time("at").map(at -> new Event(at, what, text, tone(what, detail)));
  }

  private static String joined(String attempt, String detail) {
    return attempt.isEmpty() || detail.isEmpty() ? attempt + detail : attempt + ": " + detail;
  }

  private static Tone tone(String what, String detail) {
    return switch (what) {
      case "interrupted", "asked", "unknown" -> Tone.ATTENTION;
      case "quarantined", "dropped" -> Tone.BAD;
      case "cancelled" -> Tone.FAINT;
      case "finished" -> detail.startsWith("failed") ? Tone.BAD : Tone.GOOD;
      case "delivered" -> Tone.GOOD;
      default -> Tone.PLAIN;
    };
  }

  /**
   * A step, when it was done; one that was not, when it was begun.
   *
   * @param number its place in the journal, from 1
   * @param attempts whether its attempt is worth saying
   */
  static Optional<Event> step(Reading step, int number, boolean attempts) {
    String label = step.text("label").isEmpty() ? step.text("key") : step.text("label");
    String attempt = attempts ? ", attempt " + step.number("attempt") : "";
    Optional<Instant> begun = step.time("begunAt");
    Optional<Instant> ended = step.time("endedAt");
    String what = "step " + number;
    if (begun.isEmpty() || ended.isEmpty()) {
      String text = quoted(label) + " begun, no result" + attempt;
      return begun.map(at -> new Event(at, what, text, Tone.ATTENTION));
    }
    String took = Spans.exact(Duration.between(begun.get(), ended.get()));
    return ended.map(at -> new Event(at, what, quoted(label) + " " + took + attempt, Tone.PLAIN));
  }

  /** A delivery, when it became final; one that is not, when it was made. */
  static Optional<Event> delivery(Reading delivery) {
    String state = delivery.text("state").toLowerCase(Locale.ROOT);
    long parts = delivery.number("parts");
    String name =
        delivery.text("kind").toLowerCase(Locale.ROOT)
            + (parts > 1 ? " part " + delivery.number("part") + "/" + parts : "");
    Optional<Instant> created = delivery.time("createdAt");
    Optional<Instant> ended = delivery.time("finalAt");
    if (created.isEmpty() || ended.isEmpty()) {
      return created.map(at -> new Event(at, state, name + ", not fetched yet", Tone.ATTENTION));
    }
    boolean sent = state.equals("sent");
    String waited = Spans.exact(Duration.between(created.get(), ended.get()));
    String text = name + (sent ? ", waited " : ", given up after ") + waited;
    String what = sent ? "delivered" : "dropped";
    return ended.map(at -> new Event(at, what, text, tone(what, "")));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
