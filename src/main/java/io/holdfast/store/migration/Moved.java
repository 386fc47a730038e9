package io.holdfast.store.migration;

import java.util.List;

/** What a migration came to, a line a table in the order of copying. */
public record Moved(List<Line> tables) {

  /**
   * A table on both sides.
   *
   * @param origin what was to be moved
   * @param destination what is there now
   */
  public record Line(String table, Sum origin, Sum destination) {

    /** Whether both sides hold the same. */
    public boolean same() {
      return origin.equals(destination);
    }
  }

  public Moved {
    tables = List.copyOf(tables);
  }

  /** Whether everything is there; only then may a gateway open the destination. */
  public boolean whole() {
    return tables.stream().allMatch(Line::same);
  }
}
