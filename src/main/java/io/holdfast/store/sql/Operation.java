package io.holdfast.store.sql;

import java.sql.SQLException;

/**
 * One of the store's operations that write, as a function of the database: it may be run again
 * after its transaction was undone. What it throws of {@code HoldfastException} it throws before it
 * changes anything.
 */
@FunctionalInterface
public interface Operation<T> {
  T run(Tx tx) throws SQLException;
}
