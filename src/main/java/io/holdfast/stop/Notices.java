package io.holdfast.stop;

import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;

/** What the gateway says in a chat about stops and what they did to its turn. */
public final class Notices {

  private Notices() {}

  /** For a turn that was asked to end while it ran, and now has. */
  public static String stopped() {
    return Outcome.Cancelled.SENTENCE;
  }

  static String restarting(Reason reason) {
    return switch (reason) {
      case REDEPLOY -> "Your agent is being reconfigured; your task will go on.";
      case SHUTDOWN -> "The gateway is going down; your task will go on when it is back.";
      default -> "The gateway is restarting; your task will go on.";
    };
  }

  static String resumed(Reason reason, int steps) {
    String where = steps == 0 ? "Going on with your task" : "Going on at step " + (steps + 1);
    return where
        + switch (reason) {
          case CRASH -> " after an unexpected stop.";
          case REDEPLOY -> " after a change of configuration.";
          case FAILOVER -> " on another machine.";
          default -> " after a restart.";
        };
  }

  static String quarantined(int interruptions) {
    return "This task was interrupted "
        + interruptions
        + " times without getting a step further, so it is set aside."
        + " /resume tries it again, /stop drops it and goes on with what waits.";
  }

  static String tooOld(long hours) {
    return "This task was interrupted "
        + hours
        + " hours ago. /resume goes on with it, /stop drops it.";
  }
}
