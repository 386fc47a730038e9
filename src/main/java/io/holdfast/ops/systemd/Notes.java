package io.holdfast.ops.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd knows about the unit. The unit has root write it into files, since a service of a
 * dynamic user may not be let in on the bus; where a unit of one's own does not, systemctl is
 * asked. Blocks, so never on an event loop.
 *
 * @param unit its name
 * @param prefix of the files' paths; empty where there are none
 */
record Notes(String unit, Optional<String> prefix) {

  private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

  /** More than systemctl takes on a machine that is busy starting. */
  private static final Duration AT_START = Duration.ofSeconds(2);

  /** A stop waits for it. */
  private static final Duration AT_STOP = Duration.ofSeconds(1);

  /** The properties of the unit, as {@code systemctl show} prints them; empty if nobody knows. */
  Optional<String> properties() {
    return prefix.isPresent()
        ? read(".unit")
        : Systemctl.ask(AT_START, "show", "-p", Budget.PROPERTIES, unit);
  }

  /**
   * Whether systemd stops the unit in order to start it again: it has a job of type restart then,
   * which becomes one of type start only when the stop has ended. False when nobody knows.
   */
  boolean restarting() {
    Optional<String> jobs =
        prefix.isPresent()
            ? read(".jobs")
            : Systemctl.ask(AT_STOP, "list-jobs", "--no-legend", "--plain", unit);
    return jobs.map(lines -> restart(lines, unit)).orElse(false);
  }

  /**
   * Whether a list of jobs has a restart of the unit.
   *
   * @param jobs lines of job number, unit, type and state
   */
  static boolean restart(String jobs, String unit) {
    return jobs.lines()
        .map(line -> line.strip().split("\\s+"))
        .anyMatch(job -> job.length >= 3 && job[1].equals(unit) && job[2].equals("restart"));
  }

  private Optional<String> read(String suffix) {
    Path file = Path.of(prefix.orElseThrow() + suffix);
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      LOG.debug("notes={} cause={}", file, e.toString());
      return Optional.empty();
    }
  }
}
