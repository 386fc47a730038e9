package io.holdfast.stop;

import io.holdfast.model.AttemptId;
import io.holdfast.model.RunningTurn;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns that the store has RUNNING and nobody works on, since the answer to their claim was lost.
 * Not safe for use from several threads.
 */
public final class Strays {

  private Set<AttemptId> suspects = Set.of();

  /**
   * Those of {@code running} that are not among {@code inFlight}, and were not at the call before:
   * seen once, it may be a claim whose answer is on its way.
   */
  public List<RunningTurn> among(List<RunningTurn> running, Set<String> inFlight) {
    List<RunningTurn> unknown =
        running.stream().filter(turn -> !inFlight.contains(turn.attempt().turn())).toList();
    Set<AttemptId> before = suspects;
    suspects = unknown.stream().map(RunningTurn::attempt).collect(Collectors.toSet());
    return unknown.stream().filter(turn -> before.contains(turn.attempt())).toList();
  }

  /** Whether the last call found any that nobody works on. */
  boolean suspected() {
    return !suspects.isEmpty();
  }
}
