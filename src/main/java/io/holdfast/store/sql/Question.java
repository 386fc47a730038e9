package io.holdfast.store.sql;

import java.sql.SQLException;

/** One of the store's operations that only look, as a function of the database. */
@FunctionalInterface
public interface Question<T> {
  T ask(Db db) throws SQLException;
}
