package io.holdfast.ops.systemd;

import java.time.Duration;

/**
 * What systemd is about to do with a unit. While it stops one in order to start it again, the unit
 * has a job of type restart; only when that stop has ended the job becomes one of type start.
 */
final class Job {

  private static final Duration BOUND = Duration.ofSeconds(1);

  private Job() {}

  /** Whether it restarts the unit now. Blocks for a second at most, and says false then. */
  static boolean restarting(String unit) {
    return Systemctl.ask(BOUND, "list-jobs", "--no-legend", "--plain", unit)
        .map(jobs -> restart(jobs, unit))
        .orElse(false);
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
}
