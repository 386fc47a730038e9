package io.holdfast.lab.mutation;

import java.util.List;
import java.util.Set;

/**
 * The gateway with one promise taken out.
 *
 * @param name what is missing
 * @param edits what is changed for that; several where one thing is held twice
 * @param trial what of the lab has to notice
 * @param expected what its red lines begin with, or have in them: one of these has to be found
 */
record Mutation(String name, List<Edit> edits, Trial trial, Set<String> expected) {

  /**
   * A change of a source.
   *
   * @param file below src/main
   * @param original occurs in it once
   * @param replacement stands there instead
   */
  record Edit(String file, String original, String replacement) {}

  /** What of the lab is run. */
  sealed interface Trial {}

  /**
   * Runs in one JVM.
   *
   * @param times how often each
   * @param plans as in {@code scripts/lab again}
   * @param crashOnly whether the mutant has to be green as long as nothing strikes it: what is
   *     taken out is of use in a crash alone, and no plan is red for a gateway that does not work
   */
  record Worlds(int times, List<String> plans, boolean crashOnly) implements Trial {

    Worlds {
      plans = List.copyOf(plans);
    }

    /** The stories of the plans in which something is struck, with nothing struck. */
    List<String> undisturbed() {
      return plans.stream()
          .filter(plan -> !plan.endsWith(":"))
          .map(plan -> plan.substring(0, plan.indexOf(':') + 1))
          .distinct()
          .toList();
    }
  }

  /**
   * Nodes that share a database.
   *
   * @param disturbances how many
   */
  record Nodes(int disturbances) implements Trial {}

  /** Power cuts. */
  record Power() implements Trial {}

  Mutation {
    edits = List.copyOf(edits);
    expected = Set.copyOf(expected);
  }

  boolean expects(String red) {
    return expected.stream().anyMatch(red::contains);
  }
}
