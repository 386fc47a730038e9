package io.holdfast.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database inside a transaction, as an operation sees it. For one thread at a time. Blocks.
 *
 * <p>Arguments take the places of the question marks, in their order: text, whole numbers, bytes,
 * null.
 */
public interface Db {

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(Columns row) throws SQLException;
  }

  /** An answer that may still be on its way; asking for it waits for it. */
  @FunctionalInterface
  interface Later<T> {
    T get() throws SQLException;
  }

  /**
   * Runs a statement of which only a failure matters. An engine that is far away does not wait for
   * its end: a failure may come with any later statement, or with the commit, of the transaction.
   */
  void run(String sql, @Nullable Object... arguments) throws SQLException;

  /** Runs a statement that gives no rows and says how many it changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException;

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException;

  /** The first row; a statement that changes something changes all that it would. */
  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException;

  /**
   * Asks as {@link #first} does, without waiting for the answer, which is what it would be now. So
   * an engine that is far away can be asked several things at once.
   */
  <T> Later<Optional<T>> firstLater(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException;

  /** The same for {@link #list}. */
  <T> Later<List<T>> listLater(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException;

  /** The same for {@link #update}. */
  Later<Integer> updateLater(String sql, @Nullable Object... arguments) throws SQLException;

  /** The next {@code seq} of a table, by the engine's own count: none is ever given twice. */
  long place(String table) throws SQLException;

  /**
   * The database's own time as the transaction began, which leases are measured in; 0 where only
   * one process can have the database open.
   */
  long clock();

  /** Until when a sign of life counts that is given in this transaction, by {@link #clock}. */
  long leaseEnd();

  /** The number in the first row, 0 when there is none. */
  default long number(String sql, @Nullable Object... arguments) throws SQLException {
    return first(sql, row -> row.getLong(1), arguments).orElse(0L);
  }

  default boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
    return first(sql, row -> true, arguments).isPresent();
  }
}
