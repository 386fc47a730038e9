package io.holdfast.model;

import java.util.Map;

/**
 * How many rows stand in each state; what the gauges and an operator see.
 *
 * @param turns turns that have not ended, by state
 * @param queued turns that wait to be claimed, by runner
 * @param deliveries deliveries that are not final, by state
 * @param markers markers in force
 */
public record Counts(
    Map<TurnState, Long> turns,
    Map<String, Long> queued,
    Map<DeliveryState, Long> deliveries,
    long markers) {

  public Counts {
    turns = Map.copyOf(turns);
    queued = Map.copyOf(queued);
    deliveries = Map.copyOf(deliveries);
  }
}
