package io.holdfast.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many rows stand in each state; what the gauges and an operator see.
 *
 * @param turns turns that have not ended, by state
 * @param queued turns that wait to be claimed, by runner
 * @param waiting turns that have not ended and do not run, by runner
 * @param deliveries deliveries that are not final, by state
 * @param markers markers in force
 */
public record Counts(
    Map<TurnState, Long> turns,
    Map<String, Long> queued,
    Map<String, Long> waiting,
    Map<DeliveryState, Long> deliveries,
    long markers) {

  public Counts {
    turns = Map.copyOf(turns);
    queued = Map.copyOf(queued);
    waiting = Map.copyOf(waiting);
    deliveries = Map.copyOf(deliveries);
  }

  /** The turns that wait for runners that are not among these, by runner. */
  public Map<String, Long> unserved(Set<String> runners) {
    Map<String, Long> unserved = new HashMap<>(waiting);
    unserved.keySet().removeAll(runners);
    return unserved;
  }
}
