package io.holdfast.stop;

import io.vertx.core.Future;

/** The attempts in flight of what a drain waits for. Called on the drain's event loop. */
public interface Workload {

  /** How many attempts are in flight, as far as memory knows; the store has the last word. */
  int inFlight();

  /** Asks every attempt to stop at its next step, and lets none begin. */
  void stopAtBoundary();

  /** Ends every attempt now; completes when what they had started has ended. */
  Future<Void> abandon();
}
