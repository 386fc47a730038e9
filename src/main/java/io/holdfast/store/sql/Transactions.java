package io.holdfast.store.sql;

import java.sql.SQLException;
import java.util.Optional;

/**
 * A connection, as those use it who run operations on it: one transaction after the other. Confined
 * to one thread. Blocks.
 */
public interface Transactions extends Db, AutoCloseable {

  /** Begins one; fails when the database is not within reach, or not the one that was opened. */
  void begin() throws SQLException;

  /**
   * Makes what was done since the beginning durable, and visible to all.
   *
   * <p>Fails with {@link InDoubt} when the connection was lost and nobody knows what became of it.
   *
   * @return whether anything was changed; what only looked proves nothing about the disk
   */
  boolean commit() throws SQLException;

  /** Undoes what was done since the beginning, even where the engine did so by itself. */
  void rollback() throws SQLException;

  /**
   * After {@link InDoubt}: whether the last transaction is committed; empty as long as the database
   * cannot be asked.
   */
  Optional<Boolean> committed();

  /** What its faults mean. */
  Diagnosis diagnosis();

  @Override
  void close() throws SQLException;
}
