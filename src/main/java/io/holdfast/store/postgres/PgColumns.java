package io.holdfast.store.postgres;

import io.holdfast.store.sql.Columns;
import io.vertx.sqlclient.Row;

/** A row of the client's; like in JDBC, no number is 0. */
record PgColumns(Row row) implements Columns {

  @Override
  public long getLong(int column) {
    return row.getValue(column - 1) instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public int getInt(int column) {
    return Math.toIntExact(getLong(column));
  }

  @Override
  public boolean getBoolean(int column) {
    return row.getValue(column - 1) instanceof Boolean is ? is : getLong(column) != 0;
  }

  @Override
  public String getString(int column) {
    return row.getString(column - 1);
  }

  @Override
  public byte[] getBytes(int column) {
    return row.getBuffer(column - 1).getBytes();
  }
}
