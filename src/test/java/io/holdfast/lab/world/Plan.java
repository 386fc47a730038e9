package io.holdfast.lab.world;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to one run: {@code SCENARIO:BLOW,BLOW}.
 *
 * @param scenario by its name
 * @param blows in any order
 */
record Plan(String scenario, List<Blow> blows) {

  Plan {
    blows = List.copyOf(blows);
  }

  static Plan of(String scenario, Blow... blows) {
    return new Plan(scenario, List.of(blows));
  }

  static Plan parse(String text) {
    String[] halves = text.split(":", 2);
    List<Blow> blows =
        halves.length < 2 || halves[1].isBlank()
            ? List.of()
            : Arrays.stream(halves[1].split(",")).map(Blow::parse).toList();
    return new Plan(halves[0].strip(), blows);
  }

  @Override
  public String toString() {
    return scenario + ":" + blows.stream().map(Blow::toString).collect(Collectors.joining(","));
  }
}
