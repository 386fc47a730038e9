package io.holdfast.lab.world;

import io.holdfast.lab.history.History;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param red each promise that was broken
 * @param hits how often each point was reached
 * @param before how often before that which the run is about began
 * @param all how often all together
 * @param millis how long it took
 */
record Result(
    Plan plan,
    long seed,
    List<String> red,
    Map<String, Integer> hits,
    Map<String, Integer> before,
    int all,
    List<Blow> struck,
    int lives,
    int crashes,
    int messages,
    int effects,
    long millis,
    History history) {

  /** Of a run that has come to no end. */
  static Result broken(Plan plan, long seed, String why) {
    return new Result(
        plan, seed, List.of(why), Map.of(), Map.of(), 0, List.of(), 0, 0, 0, 0, 0, new History());
  }
}
