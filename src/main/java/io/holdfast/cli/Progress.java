package io.holdfast.cli;

import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.screen.Spans;
import java.time.Duration;
import java.time.Instant;

/** What a drain waits for, in words. */
final class Progress {

  private Progress() {}

  /** As {@code 3 turns, 41 s left}. */
  static String waiting(Reading draining, Instant now) {
    String left =
        draining
            .time("until")
            .map(until -> ", " + Spans.rough(Duration.between(now, until)) + " left")
            .orElse("");
    return turns(draining.number("turns")) + left;
  }

  static String turns(long count) {
    return count + (count == 1 ? " turn" : " turns");
  }
}
