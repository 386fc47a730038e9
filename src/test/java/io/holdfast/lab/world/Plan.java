package io.holdfast.lab.world;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to one run: {@code SCENARIO:STRIKE,STRIKE}.
 *
 * @param scenario by its name
 * @param strikes in any order
 */
record Plan(String scenario, List<Strike> strikes) {

  Plan {
    strikes = List.copyOf(strikes);
  }

  static Plan of(String scenario, Strike... strikes) {
    return new Plan(scenario, List.of(strikes));
  }

  static Plan parse(String text) {
    String[] halves = text.split(":", 2);
    List<Strike> strikes =
        halves.length < 2 || halves[1].isBlank()
            ? List.of()
            : Arrays.stream(halves[1].split(",")).map(Strike::parse).toList();
    return new Plan(halves[0].strip(), strikes);
  }

  @Override
  public String toString() {
    return scenario + ":" + strikes.stream().map(Strike::toString).collect(Collectors.joining(","));
  }
}
