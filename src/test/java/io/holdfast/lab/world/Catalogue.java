package io.holdfast.lab.world;

import io.holdfast.failpoint.Boundary;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.lab.world.Strike.Act;
import io.holdfast.store.Store;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The points that the build knows of, and what can be done at each. */
final class Catalogue {

  private static final Map<String, Failpoint> BY_POINT = new TreeMap<>();

  static {
    Arrays.stream(Failpoint.values()).forEach(each -> BY_POINT.put(each.point(), each));
  }

  private Catalogue() {}

  static Set<String> points() {
    Set<String> points = new TreeSet<>(Boundary.points("store", Store.class));
    points.addAll(BY_POINT.keySet());
    return points;
  }

  /** What can be done there; an operation of the store takes all. */
  static Set<Act> acts(String point) {
    Failpoint failpoint = BY_POINT.get(point);
    if (failpoint == null) {
      return EnumSet.allOf(Act.class);
    }
    Set<Act> acts = EnumSet.noneOf(Act.class);
    failpoint.strikes().forEach(strike -> acts.add(Act.valueOf(strike.name())));
    return acts;
  }
}
