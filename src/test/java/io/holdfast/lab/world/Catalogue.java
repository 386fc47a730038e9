package io.holdfast.lab.world;

import io.holdfast.failpoint.Strike;
import io.holdfast.lab.Point;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The points that the build knows of, by name, and what a run can do at each. */
final class Catalogue {

  private static final Map<String, Point> BY_NAME =
      Point.all().stream().collect(Collectors.toMap(Point::name, Function.identity()));

  /** What only several nodes do, or a connector whose credential one of them may use at a time. */
  private static final Set<String> OF_SEVERAL = Set.of("takeOver", "lease", "giveUp");

  private Catalogue() {}

  /** Those of one node alone; each can be reached a second time in some story. */
  static Set<String> points() {
    Set<String> points = new TreeSet<>(BY_NAME.keySet());
    OF_SEVERAL.forEach(name -> points.removeIf(point -> point.startsWith("store." + name + ".")));
    return points;
  }

  /** What can be done at a point that a run has reached, in the order of {@link Strike}. */
  static List<Strike> ways(String point) {
    return BY_NAME.get(point).strikes().stream().sorted().toList();
  }
}
