package io.holdfast.ops.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the unit gives a stop the time that the configuration gives it. */
public final class Budget {

  /** What systemd is asked for. */
  static final String PROPERTIES = "LoadState,TimeoutStopUSec";

  /** What a stop needs besides its drain: the JVM's own end, a busy machine. */
  public static final Duration LEAST = Duration.ofSeconds(5);

  /** What a unit should give besides the drain. */
  public static final Duration GOOD = Duration.ofSeconds(15);

  private Budget() {}

  /**
   * The one line to be said about it; empty when all is well or nothing is known.
   *
   * @param drain how long a stop may take by the configuration
   * @param shown what {@code systemctl show -p} printed: a {@code NAME=value} each line
   */
  static Optional<String> mismatch(String unit, Duration drain, String shown) {
    Map<String, String> properties =
        shown
            .lines()
            .filter(line -> line.contains("="))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> line.substring(line.indexOf('=') + 1),
                    (first, second) -> first));
    if (!"loaded".equals(properties.get("LoadState"))) {
      return Optional.empty();
    }
    return TimeSpan.of(properties.getOrDefault("TimeoutStopUSec", "infinity"))
        .filter(timeout -> timeout.compareTo(drain.plus(LEAST)) < 0)
        .map(timeout -> line(unit, drain, timeout));
  }

  private static String line(String unit, Duration drain, Duration timeout) {
    String other =
        timeout.compareTo(LEAST) > 0 ? " or drain-timeout=" + seconds(timeout.minus(LEAST)) : "";
    return "unit=%s TimeoutStopSec=%s drain-timeout=%s: too short, set TimeoutStopSec=%s%s"
        .formatted(unit, seconds(timeout), seconds(drain), seconds(drain.plus(GOOD)), other);
  }

  /** Both sides read it, where it is whole seconds; a unit reads milliseconds, too. */
  private static String seconds(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
