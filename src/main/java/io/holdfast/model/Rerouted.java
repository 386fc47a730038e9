package io.holdfast.model;

import java.util.Map;

/**
 * What became of turns that waited for runners which are gone.
 *
 * @param moved how many another runner has now
 * @param left how many nobody answers as things are, by the runner that they wait for
 */
public record Rerouted(int moved, Map<String, Integer> left) {

  public Rerouted {
    left = Map.copyOf(left);
  }
}
