package io.holdfast.store.sql;

import io.vertx.core.Future;
import java.nio.file.Path;

/** What runs the store's operations on a database, on threads that may block. */
public interface Backend {

  /** See {@link io.holdfast.store.Store#shared}. */
  boolean shared();

  /**
   * Runs an operation in a transaction, which others may share; done when it is durable, and its
   * bells are rung after that. It fails alone.
   */
  <T> Future<T> write(Operation<T> operation);

  /**
   * Runs an operation that no other has to come before or after, and that must not wait for the
   * rest; else as {@link #write}.
   */
  <T> Future<T> pulse(Operation<T> operation);

  /** Answers a question from one state of the database, with all that was committed before. */
  <T> Future<T> read(Question<T> question);

  /** See {@link io.holdfast.store.Store#forget}. */
  Future<Integer> forget(long before, long now);

  /** See {@link io.holdfast.store.Store#backup}. */
  Future<Void> backup(Path file);

  /** Does what was asked before, and nothing more. */
  Future<Void> close();
}
