package io.holdfast.model;

import java.util.Locale;

/** Why a turn was interrupted: what its marker says, or CRASH where there was no time for one. */
public enum Reason {
  SHUTDOWN,
  RESTART,
  REDEPLOY,
  CRASH,
  FAILOVER;

  /** The word used on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
