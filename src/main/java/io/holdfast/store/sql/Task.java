package io.holdfast.store.sql;

import io.holdfast.model.HoldfastException;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An operation that a caller waits for, and what came of its last run. */
public final class Task<T> {

  private final Operation<T> operation;
  private final PromiseInternal<T> promise;
  private final EventLoop loop;
  private @Nullable T result;
  private @Nullable Throwable failure;

  /** A task whose result arrives on {@code context}. */
  public Task(ContextInternal context, Operation<T> operation) {
    this.operation = operation;
    this.promise = context.promise();
    this.loop = context.nettyEventLoop();
  }

  public Future<T> future() {
    return promise.future();
  }

  /** The event loop of the caller's context. */
  EventLoop loop() {
    return loop;
  }

  /** Runs the operation; only what may have changed something is thrown. */
  public void run(Tx tx) throws SQLException {
    result = null;
    failure = null;
    try {
      result = operation.run(tx);
    } catch (HoldfastException refused) {
      failure = refused;
    }
  }

  /** What is told instead of a result, until it is run again. */
  public void fail(Throwable cause) {
    failure = cause;
  }

  /** Tells the caller. */
  void complete() {
    if (failure == null) {
      promise.complete(result);
    } else {
      promise.fail(failure);
    }
  }
}
