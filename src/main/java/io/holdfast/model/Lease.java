package io.holdfast.model;

/**
 * Who may use what only one process may use at a time, as the token of a bot.
 *
 * @param holder the node that holds it
 * @param generation grows whenever it is given to another holder than the last one
 * @param left how long it counts unless it is renewed, in milliseconds from the moment at which it
 *     was asked for
 */
public record Lease(String holder, long generation, long left) {

  /** Whether it is this node that holds it. */
  public boolean heldBy(String node) {
    return holder.equals(node);
  }
}
