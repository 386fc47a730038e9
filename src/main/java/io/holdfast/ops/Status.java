package io.holdfast.ops;

import io.holdfast.model.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a gateway is doing, as far as its own process knows; how many rows stand where is the store's
 * to say.
 *
 * @param node its id
 * @param version of the program
 * @param startedAt milliseconds since the epoch
 * @param config where its configuration comes from
 * @param runners those of the configuration in force
 * @param checks by name; it is ready when all are true
 * @param idle the connectors that do nothing, as they should, each with why
 * @param draining the stop or redeploy in progress
 * @param reloaded what became of the last reload
 */
public record Status(
    String node,
    String version,
    long startedAt,
    String config,
    Set<String> runners,
    Map<String, Boolean> checks,
    Map<String, String> idle,
    Optional<Draining> draining,
    Optional<Reloaded> reloaded) {

  public Status {
    runners = Set.copyOf(runners);
    checks = Map.copyOf(checks);
    idle = Map.copyOf(idle);
  }

  /** Whether it is worth sending messages. */
  public boolean ready() {
    return !checks.containsValue(false);
  }

  /**
   * A drain in progress.
   *
   * @param stop its id
   * @param scope the runner that is redeployed; empty for the whole gateway
   * @param reason why
   * @param turns how many turns it still waits for
   * @param until when the wait ends at the latest, in milliseconds since the epoch
   * @param end when all of the stop ends at the latest, in milliseconds since the epoch
   */
  public record Draining(
      String stop, String scope, Reason reason, int turns, long until, long end) {}

  /**
   * A reload that has ended.
   *
   * @param at milliseconds since the epoch
   * @param ok whether all of it is in force
   * @param summary one line: what was done, or why nothing was
   */
  public record Reloaded(long at, boolean ok, String summary) {}
}
