package io.holdfast.store;

/**
 * What the store rings after a commit. A ring says "look again" and carries no facts: losing one
 * costs at most one poll interval. Called on any thread; must not block and must not throw.
 */
public interface Doorbell {

  /** A turn of this runner may be claimable. */
  void work(String runner);

  /** A running turn of this runner was cancelled, or its session suspended. */
  void control(String runner);

  /** This chat may have something due. */
  void due(String connector, String chat);
}
