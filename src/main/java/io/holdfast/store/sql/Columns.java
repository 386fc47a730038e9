package io.holdfast.store.sql;

import java.sql.SQLException;

/** The row at which a result stands; columns count from 1. */
public interface Columns {

  long getLong(int column) throws SQLException;

  int getInt(int column) throws SQLException;

  /** A condition, or a number that stands for one. */
  boolean getBoolean(int column) throws SQLException;

  String getString(int column) throws SQLException;

  byte[] getBytes(int column) throws SQLException;
}
