package io.holdfast.model;

/** What recovery decides about an {@link Orphan}. */
public sealed interface Verdict {

  /** It is INTERRUPTED and will be claimed before anything queued, once its session is active. */
  record Resume() implements Verdict {}

  /**
   * It is QUARANTINED and its session SUSPENDED.
   *
   * @param text what its user is told
   */
  record Quarantine(String text) implements Verdict {}

  /**
   * It is ASKING: its user decides with {@code /resume} or {@code /stop}.
   *
   * @param text what its user is told
   */
  record Ask(String text) implements Verdict {}

  /**
   * It is CANCELLED, as its user or an operator had asked.
   *
   * @param text what its user is told
   */
  record Cancel(String text) implements Verdict {}
}
