package io.holdfast.store.sqlite;

import io.holdfast.store.sql.Diagnosis;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the result codes of SQLite mean. */
final class Faults implements Diagnosis {

  static final Faults SQLITE = new Faults();

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

  @Override
  public boolean sick(SQLException fault) {
    return fault instanceof SQLiteException sqlite
        // The low byte is the primary code; what stands above says more about it.
        && ENVIRONMENT.contains(sqlite.getResultCode().code & 0xff);
  }

  @Override
  public String word(SQLException fault) {
    return fault instanceof SQLiteException sqlite
        ? sqlite.getResultCode().name()
        : fault.toString();
  }

  /** Whether somebody else is in the way. */
  static boolean busy(Throwable fault) {
    return fault instanceof SQLiteException sqlite
        && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }
}
