package io.holdfast.cli.screen;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a command prints: a terminal with somebody in front of it, or a pipe into a program. The
 * terminal gets colours and relative times, the pipe neither.
 */
public final class Screen {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final Viewer viewer;

  /**
   * Who looks.
   *
   * @param terminal whether it is a person at a terminal
   * @param colours whether they want colours
   * @param clock what relative times are relative to
   * @param zone whose time of day they read
   */
  public record Viewer(boolean terminal, boolean colours, InstantSource clock, ZoneId zone) {}

  public Screen(PrintWriter out, PrintWriter err, Viewer viewer) {
    this.out = out;
    this.err = err;
    this.viewer = viewer;
  }

  public boolean terminal() {
    return viewer.terminal();
  }

  public Instant now() {
    return viewer.clock().instant();
  }

  /** Prints a line of pieces, painted. */
  public void line(Cell... cells) {
    StringBuilder line = new StringBuilder();
    for (Cell cell : cells) {
      line.append(paint(cell));
    }
    line(line.toString());
  }

  /** Prints a line as it is. */
  public void line(String text) {
    out.println(text.stripTrailing());
    out.flush();
  }

  /** Prints what a gateway answered: as it came into a pipe, laid out for a person. */
  public void json(String answer) {
    line(terminal() ? new JsonObject(answer).encodePrettily() : answer);
  }

  /** Prints text that ends by itself. */
  public void text(String text) {
    out.print(text);
    out.flush();
  }

  /** Says something beside the answer, so that a pipe does not get it. */
  public void aside(String text) {
    err.println(text);
    err.flush();
  }

  /** Shows a line that the next one takes the place of; in a pipe it stays. */
  public void progress(String text) {
    if (terminal()) {
      out.print(CLEAR_LINE + text);
      out.flush();
    } else {
      line(text);
    }
  }

  /** Makes room for a line where the progress was. */
  public void progressOver() {
    if (terminal()) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  String paint(Cell cell) {
    return viewer.colours() ? cell.tone().paint(cell.text()) : cell.text();
  }

  /** How long ago on a terminal, RFC 3339 in a pipe, a dash for never. */
  public String when(Optional<Instant> time) {
    return time.map(this::when).orElse("-");
  }

  /** How long it is till then on a terminal, RFC 3339 in a pipe, a dash for never. */
  public String until(Optional<Instant> time) {
    return time.map(this::until).orElse("-");
  }

  private String until(Instant time) {
    return terminal() ? Spans.rough(Duration.between(now(), time)) + " left" : rfc3339(time);
  }

  private String when(Instant time) {
    return terminal() ? Spans.rough(Duration.between(time, now())) + " ago" : rfc3339(time);
  }

  /** To the millisecond: the time of day on a terminal, RFC 3339 in a pipe. */
  public String exactly(Instant time) {
    return terminal() ? CLOCK.format(time.atZone(viewer.zone())) : rfc3339(time);
  }

  /** The day as its reader's calendar has it. */
  public String day(Instant time) {
    return time.atZone(viewer.zone()).toLocalDate().toString();
  }

  private static String rfc3339(Instant time) {
    return RFC_3339.format(time);
  }
}
