package io.holdfast.store.migration;

/** Is told how far a migration has come, by the thread that does it. */
@FunctionalInterface
public interface Watch {

  /** What is being done. */
  enum Stage {
    /** The origin is read once, for its checksums. */
    READING,
    COPYING,
    /** The destination is read once, for its own. */
    VERIFYING
  }

  /**
   * Called after each piece.
   *
   * @param table the one at hand
   * @param rows how many rows of all tables this stage has done
   * @param all how many it has to do
   */
  void reached(Stage stage, String table, long rows, long all);
}
