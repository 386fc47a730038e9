package io.holdfast.store.migration;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as the origin has it.
 *
 * @param key the columns of its primary key, some of {@code columns}
 */
public record Table(String name, List<Column> columns, List<Column> key) {

  /** A column. */
  public record Column(String name, Kind kind) {

    boolean number() {
      return kind == Kind.NUMBER;
    }

    private String asText() {
      return kind == Kind.BYTES ? name : "CAST(" + name + " AS text)";
    }
  }

  /** What a column holds. */
  public enum Kind {
    /** Whole numbers. */
    NUMBER,
    TEXT,
    BYTES
  }

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** Whether its key is a number, which a sequence may give out. */
  public boolean numbered() {
    return key.size() == 1 && key.get(0).number();
  }

  /** The names of its columns, as a statement lists them. */
  public String columnList() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** The rows behind a key, in the order of keys; of all rows the first. */
  String piece(boolean behind, int limit) {
    String texts = columns.stream().map(Column::asText).collect(Collectors.joining(", "));
    // Named in full: PostgreSQL would order by the texts that have the same names.
    String order =
        key.stream().map(column -> name + "." + column.name()).collect(Collectors.joining(", "));
    String places = String.join(", ", Collections.nCopies(key.size(), "?"));
    String where = behind ? " WHERE (" + order + ") > (" + places + ")" : "";
    return "SELECT " + texts + " FROM " + name + where + " ORDER BY " + order + " LIMIT " + limit;
  }

  /** How many rows there are, and how many bytes the widest has. */
  String extent() {
    String bytes =
        columns.stream()
            .map(column -> "coalesce(octet_length(" + column.asText() + "), 0)")
            .collect(Collectors.joining(" + "));
    return "SELECT count(*), coalesce(max(" + bytes + "), 0) FROM " + name;
  }
}
