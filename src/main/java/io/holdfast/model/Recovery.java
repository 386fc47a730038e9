package io.holdfast.model;

import java.util.Map;

/**
 * What recovery found and decided.
 *
 * @param resumed how many turns will go on, by reason
 * @param quarantined how many the loop breaker set aside
 * @param asking how many wait for their user's decision
 * @param cancelled how many ended because their user had asked
 * @param queued how many turns wait to be claimed
 */
public record Recovery(
    Map<Reason, Integer> resumed, int quarantined, int asking, int cancelled, int queued) {

  public Recovery {
    resumed = Map.copyOf(resumed);
  }
}
