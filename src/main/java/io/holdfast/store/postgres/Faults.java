package io.holdfast.store.postgres;

import io.holdfast.store.sql.Diagnosis;
import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Set;

/**
 * What the error codes of PostgreSQL mean.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">its error codes</a>
 */
final class Faults implements Diagnosis {

  static final Faults POSTGRES = new Faults();

  /** Where a connection was lost, or could not be made. */
  static final String AWAY = "08006";

  /**
   * Classes that speak of the connection, the server or what else goes on in it, not of a
   * statement: connection, transaction state (a standby, a transaction that was idle too long),
   * authorization, no such database, rollback, resources, object not ready, intervention, system,
   * internal.
   */
  private static final Set<String> SICK =
      Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX");

  private Faults() {}

  @Override
  public boolean sick(SQLException fault) {
    String state = fault.getSQLState();
    return state != null && state.length() == 5 && SICK.contains(state.substring(0, 2));
  }

  @Override
  public String word(SQLException fault) {
    return String.valueOf(fault.getSQLState()).startsWith("08")
        ? "the database is away"
        : fault.getSQLState() + " " + fault.getMessage();
  }

  /**
   * Whether the server, or the network, has ended the connection with this, or it is of no more
   * use: a server that lets nobody write may have been given its connection by mistake.
   */
  static boolean ends(SQLException fault) {
    String state = String.valueOf(fault.getSQLState());
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("25P03")
        || state.equals("25006");
  }

  /** What the client reports, as what an operation may throw. */
  static SQLException of(Throwable fault) {
    return fault instanceof PgException refused
        ? new SQLException(refused.getErrorMessage(), refused.getSqlState(), refused)
        : new SQLException(fault.toString(), AWAY, fault);
  }
}
