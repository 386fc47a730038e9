package io.holdfast.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a configuration.
 *
 * @param steps keys and, inside lists, indexes from 0
 */
record At(List<Object> steps) {

  static final At ROOT = new At(List.of());

  At {
    steps = List.copyOf(steps);
  }

  At key(String key) {
    return then(key);
  }

  At index(int index) {
    return then(index);
  }

  /** The place around this one. */
  At parent() {
    return new At(steps.subList(0, steps.size() - 1));
  }

  /** The last key, or the empty string. */
  String name() {
    return steps.isEmpty() ? "" : steps.get(steps.size() - 1).toString();
  }

  /** Whether this place is {@code other} or lies inside it. */
  boolean within(At other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  private At then(Object step) {
    List<Object> longer = new ArrayList<>(steps);
    longer.add(step);
    return new At(longer);
  }

  /** As people write it: {@code routes[0].runner}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Object step : steps) {
      if (step instanceof Integer index) {
        text.append('[').append(index).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step);
      }
    }
    return text.toString();
  }
}
