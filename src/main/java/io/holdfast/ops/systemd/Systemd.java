package io.holdfast.ops.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What systemd says in the environment of a service that it runs (systemd.exec(5), sd_notify(3),
 * sd_watchdog_enabled(3)).
 *
 * @param socket where notifications go, an abstract one begins with {@code @}; empty where the unit
 *     allows none
 * @param watchdog how often it wants to hear from this process; empty for never
 * @param notes what it knows about the unit; empty where the unit's name is not known
 */
record Systemd(Optional<String> socket, Optional<Duration> watchdog, Optional<Notes> notes) {

  private static final String SYSTEM = "0::/system.slice/";

  /**
   * What it says; empty where this process is not a service.
   *
   * @param pid of this process: a watchdog may be meant for another one
   * @param cgroup the text of {@code /proc/self/cgroup}, which names the unit where {@code
   *     HOLDFAST_UNIT} does not
   */
  static Optional<Systemd> found(Map<String, String> environment, long pid, String cgroup) {
    Optional<String> socket = value(environment, "NOTIFY_SOCKET");
    Optional<String> unit =
        value(environment, "HOLDFAST_UNIT")
            .or(() -> value(environment, "INVOCATION_ID").flatMap(id -> unit(cgroup)));
    return socket.isEmpty() && unit.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Systemd(
                socket,
                watchdog(environment, pid),
                unit.map(name -> new Notes(name, value(environment, "HOLDFAST_NOTES")))));
  }

  private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String own = Long.toString(pid);
    return value(environment, "WATCHDOG_PID").orElse(own).equals(own)
        ? value(environment, "WATCHDOG_USEC").flatMap(Systemd::micros)
        : Optional.empty();
  }

  private static Optional<Duration> micros(String text) {
    try {
      return Optional.of(Duration.of(Long.parseLong(text), ChronoUnit.MICROS))
          .filter(duration -> duration.toMillis() > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Of the system's services only: a user's have a manager of their own. */
  private static Optional<String> unit(String cgroup) {
    return cgroup
        .lines()
        .filter(line -> line.startsWith(SYSTEM))
        .map(line -> line.substring(line.lastIndexOf('/') + 1))
        .filter(name -> name.endsWith(".service"))
        .findFirst();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
