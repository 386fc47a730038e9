package io.holdfast.store.sqlite;

import io.holdfast.failpoint.InjectedFault;
import io.holdfast.model.HoldfastException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells what the machine did wrong from what an operation did wrong. */
final class Faults {

  /** Primary result codes that speak of the file, the disk or the memory, not of a statement. */
  private static final Set<Integer> ENVIRONMENT =
      Set.of(
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_CORRUPT.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_NOTADB.code,
          SQLiteErrorCode.SQLITE_NOMEM.code,
          SQLiteErrorCode.SQLITE_PERM.code,
          SQLiteErrorCode.SQLITE_PROTOCOL.code,
          SQLiteErrorCode.SQLITE_NOLFS.code,
          SQLiteErrorCode.SQLITE_BUSY.code,
          SQLiteErrorCode.SQLITE_LOCKED.code);

  private Faults() {}

  /** Whether no operation could have succeeded now. */
  static boolean environment(Throwable fault) {
    return fault instanceof InjectedFault || sick(fault);
  }

  private static boolean sick(Throwable fault) {
    return fault instanceof SQLiteException sqlite
        // The low byte is the primary code; what stands above says more about it.
        && ENVIRONMENT.contains(sqlite.getResultCode().code & 0xff);
  }

  /** Whether somebody else is in the way. */
  static boolean busy(Throwable fault) {
    return fault instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  /** What a caller gets for a fault. */
  static Throwable answer(Throwable fault) {
    return environment(fault) ? notReady(fault) : fault;
  }

  static HoldfastException.NotReady notReady(Throwable fault) {
    String what =
        fault instanceof SQLiteException sqlite
            ? sqlite.getResultCode().name()
            : String.valueOf(fault.getMessage());
    return new HoldfastException.NotReady("the store cannot work now: " + what);
  }

  /** The short name of a fault, for the log. */
  static String word(Throwable fault) {
    return fault instanceof SQLiteException sqlite
        ? sqlite.getResultCode().name()
        : fault.toString();
  }
}
