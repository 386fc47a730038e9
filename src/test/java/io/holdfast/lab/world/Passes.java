package io.holdfast.lab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often each point of a run was reached, and what of its plan is done. Safe from any thread.
 */
final class Passes {

  private final Map<String, Integer> hits = new TreeMap<>();
  private final List<Blow> open;
  private final List<Blow> struck = new ArrayList<>();
  private Map<String, Integer> before = Map.of();
  private int all;

  Passes(Plan plan) {
    this.open = new ArrayList<>(plan.blows());
  }

  /** A point is reached; gives what is to be done there. */
  synchronized Optional<Blow> pass(String point) {
    int hit = hits.merge(point, 1, Integer::sum);
    all++;
    Optional<Blow> due = open.stream().filter(blow -> blow.meets(point, hit, all)).findFirst();
    due.ifPresent(
        blow -> {
          open.remove(blow);
          struck.add(new Blow(point, hit, blow.way(), blow.millis()));
        });
    return due;
  }

  /** What comes from now on is what the run is about. */
  synchronized void fromHere() {
    before = Map.copyOf(hits);
  }

  /** How often each point was reached before that; empty where that is all of the run. */
  synchronized Map<String, Integer> before() {
    return before;
  }

  synchronized Map<String, Integer> hits() {
    return Map.copyOf(hits);
  }

  synchronized int all() {
    return all;
  }

  synchronized List<Blow> struck() {
    return List.copyOf(struck);
  }
}
