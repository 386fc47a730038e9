package io.holdfast.runner;

import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A turn's steps as the store has them, kept in step with it by the attempt that writes them. */
final class Journal {

  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** Takes what earlier attempts wrote. */
  void load(List<Step> earlier) {
    earlier.forEach(step -> steps.put(step.key(), step));
  }

  void put(Step step) {
    steps.put(step.key(), step);
  }

  /** All steps, in the order in which they were begun. */
  List<Step> all() {
    return List.copyOf(steps.values());
  }

  /** The step, if it was ever begun. */
  Optional<Step> find(String key) {
    return Optional.ofNullable(steps.get(key));
  }

  /** The step, if it has a RESULT. */
  Optional<Step> result(String key) {
    return find(key).filter(step -> step.state() == StepState.RESULT);
  }

  /** The place of a step among all, from 1; of one that is yet to begin, the next place. */
  int place(String key) {
    int place = 1;
    for (String earlier : steps.keySet()) {
      if (earlier.equals(key)) {
        return place;
      }
      place++;
    }
    return place;
  }

  /** How many steps have a RESULT. */
  int results() {
    return (int) steps.values().stream().filter(s -> s.state() == StepState.RESULT).count();
  }
}
