package io.holdfast.stop;

import io.vertx.core.Future;
import java.util.Set;

/** The attempts in flight of what a drain waits for. Called on the drain's event loop. */
public interface Workload {

  /** The turns with an attempt in flight, as far as memory knows; the store has the last word. */
  Set<String> inFlight();

  /** Asks every attempt to stop at its next step, and lets none begin. */
  void stopAtBoundary();

  /** Ends every attempt now; completes when what they had started has ended. */
  Future<Void> abandon();
}
