package io.holdfast.store.migration;

import io.holdfast.store.sql.Columns;
import io.holdfast.store.sql.Db;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows of tables, the same way on every engine. */
public final class Rows {

  private Rows() {}

  /** The next rows in the order of keys, {@code limit} at most. */
  public static List<Row> next(Db db, Table table, Optional<JsonArray> after, int limit)
      throws SQLException {
    return db.list(
        table.piece(after.isPresent(), limit),
        columns -> row(table, columns),
        after.map(key -> key.getList().toArray()).orElseGet(() -> new Object[0]));
  }

  /** How much a table holds. */
  public static Extent extent(Db db, Table table) throws SQLException {
    return db.first(table.extent(), row -> new Extent(row.getLong(1), row.getLong(2)))
        .orElseThrow();
  }

  private static Row row(Table table, Columns columns) throws SQLException {
    JsonArray key = new JsonArray();
    JsonObject values = new JsonObject();
    int place = 0;
    for (Table.Column column : table.columns()) {
      String text = text(columns, ++place, column);
      if (table.key().contains(column)) {
        key.add(column.number() ? (Object) Long.valueOf(text) : text);
      }
      values.put(column.name(), canonical(text));
    }
    return new Row(key, values);
  }

  /** Bytes as PostgreSQL writes and reads them. */
  private static @Nullable String text(Columns columns, int place, Table.Column column)
      throws SQLException {
    return column.kind() == Table.Kind.BYTES
        ? "\\x" + HexFormat.of().formatHex(columns.getBytes(place))
        : columns.getString(place);
  }

  /** PostgreSQL has no place for the character NUL, and the store writes this one for it. */
  private static @Nullable String canonical(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
