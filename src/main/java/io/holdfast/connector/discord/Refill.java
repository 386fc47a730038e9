package io.holdfast.connector.discord;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Reads what is owed, and again after a while for as long as something is left. Whoever has asked,
 * all that is owed is read: one timer is enough. Confined to one event loop.
 */
final class Refill {

  /** How long what is owed waits that could not be read. */
  private static final long AGAIN = 30_000;

  private final Vertx vertx;
  private final Lane lane;
  private final Supplier<Future<Boolean>> read;
  private boolean waiting;

  /**
   * @param lane in which it is read again
   * @param read gives whether nothing is owed any more
   */
  Refill(Vertx vertx, Lane lane, Supplier<Future<Boolean>> read) {
    this.vertx = vertx;
    this.lane = lane;
    this.read = read;
  }

  /** Completes when it was tried once; to be called in the lane only. */
  Future<Void> run() {
    return read.get().onSuccess(this::tried).mapEmpty();
  }

  private void tried(boolean all) {
    if (!all && !waiting) {
      waiting = true;
      vertx.setTimer(AGAIN, later -> again());
    }
  }

  private void again() {
    waiting = false;
    lane.add(this::run);
  }
}
