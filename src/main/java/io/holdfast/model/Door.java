package io.holdfast.model;

import java.util.function.Predicate;

/**
 * Who may speak by a connector, as far as its block of the configuration tells. It is asked about
 * what was accepted before, when that is to be done.
 *
 * @param pairs whether it matters what an operator has decided about somebody
 * @param admits whether somebody still may; pure and quick. Whoever cannot be judged by the block
 *     alone may. Who is admitted though nobody has approved of them, in a chat that is theirs
 *     alone, is not asked about further; one that fails admits
 */
public record Door(boolean pairs, Predicate<Speaker> admits) {

  /** Whoever was let in stays. */
  public static final Door OPEN = new Door(false, speaker -> true);
}
