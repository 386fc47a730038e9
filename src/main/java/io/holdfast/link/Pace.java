package io.holdfast.link;

import java.time.Duration;

/**
 * How patiently a link is kept.
 *
 * @param first how long it waits, at most, after the first failure; twice as long after each more
 * @param most the longest of these waits
 * @param trip after so many failures in a row the circuit is open: from then on it only probes
 * @param probe how long it waits from one probe to the next
 * @param resumes after so many resumes in a row that did not come up it begins afresh; after a few
 *     times as many where it reached nobody
 * @param settled a link that was up for so long has recovered from what was before
 * @param opening how long a link may take from its socket to being up
 * @param answer how long the other side may take to answer a beat
 */
public record Pace(
    Duration first,
    Duration most,
    int trip,
    Duration probe,
    int resumes,
    Duration settled,
    Duration opening,
    Duration answer) {

  /** For a platform on the internet. */
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          10,
          Duration.ofMinutes(1),
          3,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15));
}
