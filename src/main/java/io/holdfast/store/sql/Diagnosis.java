package io.holdfast.store.sql;

import io.holdfast.failpoint.InjectedFault;
import io.holdfast.model.HoldfastException;
import java.sql.SQLException;

/** Tells what the world around an engine did wrong from what an operation did wrong. */
public interface Diagnosis {

  /** Whether this speaks of the machine, the disk or the connection, not of a statement. */
  boolean sick(SQLException fault);

  /** The short name of a fault, for the log. */
  String word(SQLException fault);

  /** Whether no operation could have succeeded now. */
  default boolean hopeless(Throwable fault) {
    return fault instanceof HoldfastException.NotReady
        || fault instanceof InjectedFault
        || (fault instanceof SQLException sql && sick(sql));
  }

  /** The short name of a fault, for the log. */
  default String word(Throwable fault) {
    return fault instanceof SQLException sql ? word(sql) : fault.toString();
  }

  /** What a caller gets for a fault. */
  default Throwable answer(Throwable fault) {
    return hopeless(fault) && !(fault instanceof HoldfastException) ? notReady(fault) : fault;
  }

  /** What a caller gets whose operation nobody could run. */
  default HoldfastException.NotReady notReady(Throwable fault) {
    String what =
        fault instanceof SQLException sql ? word(sql) : String.valueOf(fault.getMessage());
    return new HoldfastException.NotReady("the store cannot work now: " + what);
  }
}
