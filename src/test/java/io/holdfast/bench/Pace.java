package io.holdfast.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long and how often things are measured.
 *
 * @param warmUp before each measurement
 * @param repeats how often what is short is done
 * @param kills how many nodes are killed, and as many stopped
 * @param hot for how long turns run beside those who read
 */
record Pace(Duration warmUp, Duration measured, int repeats, int kills, Hot.Extent hot) {

  static Pace of(boolean quick) {
    return quick
        ? new Pace(Duration.ofSeconds(2), Duration.ofSeconds(3), 3, 5, Hot.Extent.SHORT)
        : new Pace(Duration.ofSeconds(5), Duration.ofSeconds(10), 5, 30, Hot.Extent.FULL);
  }

  /** Before a measurement of several processes, which share the machine while they get warm. */
  Duration warmUpOf(int processes) {
    return warmUp.multipliedBy(2L * processes);
  }

  static double median(List<Double> values) {
    return percentile(values, 0.5);
  }

  /** The value that this share of them is not above. */
  static double percentile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
  }
}
