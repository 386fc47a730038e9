package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Watches a gateway go, and another one come in its place. */
final class Watch {

  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AdminClient client;
  private final String node;
  private final Surroundings.Pause pause;
  private final Screen screen;
  private final boolean silent;
  private Instant seen;
  private long turns = -1;

  /**
   * @param node the gateway that goes
   * @param silent nothing is shown
   */
  Watch(AdminClient client, String node, Surroundings.Pause pause, Screen screen, boolean silent) {
    this.client = client;
    this.node = node;
    this.pause = pause;
    this.screen = screen;
    this.silent = silent;
    this.seen = screen.now();
  }

  /**
   * Shows what it waits for until it does not answer any more.
   *
   * @return whether another one answers already
   */
  boolean untilGone() {
    Optional<Reading> status = status();
    while (status.isPresent() && here(status.get())) {
      seen = screen.now();
      status.get().optional("draining").ifPresent(this::show);
      pause.of(BETWEEN);
      status = status();
    }
    over();
    if (status.isPresent()) {
      back(status.get());
      return true;
    }
    say("stopped");
    return false;
  }

  /**
   * Waits until another one answers.
   *
   * @return whether one does before {@code timeout} is over
   */
  boolean untilBack(Duration timeout) {
    Optional<Reading> status = status();
    while (status.isEmpty() || here(status.get())) {
      Duration away = Duration.between(seen, screen.now());
      if (away.compareTo(timeout) > 0) {
        over();
        screen.aside("holdfast: not back after " + Spans.exact(away) + "; see the service's log");
        return false;
      }
      if (screen.terminal()) {
        progress("starting: away for " + Spans.rough(away));
      }
      pause.of(BETWEEN);
      status = status();
    }
    over();
    back(status.get());
    return true;
  }

  private void back(Reading status) {
    String away = Spans.exact(Duration.between(seen, screen.now()));
    say("back after " + away + ": node " + status.text("node"));
  }

  /** A gateway that is half down may answer without saying who it is. */
  private boolean here(Reading status) {
    return status.text("node").isEmpty() || status.text("node").equals(node);
  }

  /** Empty when no gateway answers; a proxy in front of it may. */
  private Optional<Reading> status() {
    return client.look(Api.STATUS, PATIENCE).filter(Watch::ours).map(Answer::reading);
  }

  private static boolean ours(Answer answer) {
    Reading reading = answer.reading();
    return answer.status() == Answer.SILENCE
        || !reading.text("node").isEmpty()
        || (answer.status() >= 500 && !reading.text("code").isEmpty());
  }

  private void show(Reading draining) {
    if (draining.number("turns") == 0 && turns <= 0) {
      // What runs is not counted yet, or nothing does and it is over in a moment.
      return;
    }
    boolean changed = draining.number("turns") != turns;
    turns = draining.number("turns");
    if (changed || screen.terminal()) {
      progress("draining: " + Progress.waiting(draining, screen.now()));
    }
  }

  private void progress(String text) {
    if (!silent) {
      screen.progress(text);
    }
  }

  private void over() {
    if (!silent) {
      screen.progressOver();
    }
  }

  private void say(String text) {
    if (!silent) {
      screen.line(text);
    }
  }
}
