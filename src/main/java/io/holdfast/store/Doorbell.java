package io.holdfast.store;

/**
 * What the store rings after a commit. A ring says "look again" and carries no facts: losing one
 * costs at most one poll interval. Called on any thread; must not block and must not throw.
 */
public interface Doorbell {

  /** A turn of this runner may be claimable. */
  void work(String runner);

  /** The same, in so many milliseconds. */
  default void later(String runner, long millis) {}

  /**
   * A running turn of this runner was cancelled, its session suspended, or something came for it.
   */
  void control(String runner);

  /** This chat may have something due. */
  void due(String connector, String chat);

  /** The other processes that have the store open, too. */
  @FunctionalInterface
  interface Others {
    /**
     * Shows them a text, a little later or never. Safe for use from any thread.
     *
     * @param about of what is shown about the same thing at about the same time, they get the last
     */
    void show(String about, String text);
  }

  /** Called once, before anything is rung, by a store that others may have open. */
  default void meet(Others others) {}

  /** Another process has shown this. */
  default void shown(String text) {}

  /** What other processes have rung may not have been heard: whoever waits for a ring looks. */
  default void missed() {}
}
