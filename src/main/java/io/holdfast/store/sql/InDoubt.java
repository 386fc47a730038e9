package io.holdfast.store.sql;

import java.sql.SQLException;

/** A commit was asked for, and the connection was lost before the answer came. */
public final class InDoubt extends SQLException {

  private static final long serialVersionUID = 1;

  /** SQL's own state for it: transaction resolution unknown. */
  private static final String STATE = "08007";

  /** Because of this. */
  public InDoubt(Throwable cause) {
    super("the connection was lost in a commit", STATE, cause);
  }
}
