package io.holdfast.model;

/**
 * Somebody whom the configuration does not name, and what an operator has decided about them.
 *
 * @param at the direct chat in which they wrote
 * @param who who it is
 * @param code what they were given to tell the operator; empty once that has decided
 * @param expiresAt until when the code is good, in milliseconds since the epoch; 0 without one
 * @param approvedAt since when they may write there, in milliseconds since the epoch; 0 while they
 *     may not
 */
public record Pairing(Address at, Sender who, String code, long expiresAt, long approvedAt) {

  /** How long a code is good, in milliseconds. */
  public static final long GOOD_MILLIS = 3_600_000;

  /** So many codes of a connector are good at the same time, at most. */
  public static final int MOST_OPEN = 20;

  public boolean approved() {
    return approvedAt > 0;
  }

  /** Whether a code is good now. */
  public boolean open(long now) {
    return !code.isEmpty() && expiresAt > now;
  }
}
