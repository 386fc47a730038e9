package io.holdfast.store;

import io.holdfast.model.Address;
import io.holdfast.model.Pairing;
import io.holdfast.model.Sender;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * People whom the configuration does not name, and what an operator decides about them. See {@link
 * Store}, of which this is a part.
 */
public interface Pairings {

  /** What is known of somebody whom a connector's configuration does not name. */
  Future<Optional<Pairing>> pairing(String connector, String user);

  /**
   * Commits that somebody has asked to be let in, and gives the code for the operator: the same one
   * for {@link Pairing#GOOD_MILLIS}. Changes nothing where an operator has approved of them.
   *
   * @param at the direct chat in which they wrote
   * @return empty, and nothing is changed, when {@link Pairing#MOST_OPEN} others have asked
   */
  Future<Optional<Pairing>> pair(Address at, Sender who, long now);

  /**
   * Commits that an operator approves of whoever was given a code, and tells them by a notice of
   * kind COMMAND.
   *
   * @param code however it is typed: case, blanks and hyphens do not matter
   * @return empty, and nothing is changed, when no such code is good now
   */
  Future<Optional<Pairing>> approve(String code, String text, long now);

  /**
   * Takes back an approval, or the code of somebody who has asked.
   *
   * @return false, and nothing is changed, when there is neither
   */
  Future<Boolean> revoke(String connector, String user);
}
