package io.holdfast.lab;

import io.holdfast.failpoint.Boundary;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.failpoint.Strike;
import io.holdfast.store.Store;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A point of the gateway: all there are is what {@link #all} gives.
 *
 * @param name as a fuse is told it
 * @param strikes the ways to strike there
 * @param meaning what has happened when it is reached, and what has not
 */
public record Point(String name, Set<Strike> strikes, String meaning) {

  private static final String AREA = "store";

  /** Every point: of the store's operations first, then the others in the order of the code. */
  public static List<Point> all() {
    return Stream.concat(ofTheStore().stream(), ofTheCode().stream()).toList();
  }

  /** Two of each operation. */
  public static List<Point> ofTheStore() {
    return Boundary.points(AREA, Store.class).stream().map(Point::operation).toList();
  }

  private static Point operation(String name) {
    String operation = name.split("\\.")[1];
    String meaning =
        name.endsWith(".before")
            ? "`" + operation + "` is called and not begun"
            : "`" + operation + "` is done and its caller is not told";
    return new Point(name, EnumSet.allOf(Strike.class), meaning);
  }

  /** The hand-overs, and the links of chains. */
  public static List<Point> ofTheCode() {
    return Arrays.stream(Failpoint.values())
        .map(point -> new Point(point.point(), point.strikes(), point.meaning()))
        .toList();
  }
}
