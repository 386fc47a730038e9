package io.holdfast.store.sql;

/**
 * The groups of turn states as SQL. An index over a group is only used where a query spells its
 * condition exactly as the index does.
 */
final class States {

  /** It has begun and not ended; a session has one such turn at the most. */
  static final String BEGUN = "state IN ('RUNNING', 'INTERRUPTED', 'ASKING', 'QUARANTINED')";

  static final String ENDED = "state IN ('DONE', 'FAILED', 'CANCELLED')";

  private States() {}
}
