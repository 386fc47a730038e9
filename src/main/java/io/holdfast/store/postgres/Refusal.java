package io.holdfast.store.postgres;

import io.holdfast.model.HoldfastException;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.util.Locale;

/** Why a database could not be opened, in one line for whoever has to put it right. */
final class Refusal {

  private Refusal() {}

  /** Our own words where the fault is of the database or the way to it, the fault itself else. */
  static Throwable of(String database, PgConnectOptions options, Throwable fault) {
    return fault instanceof SQLException refused ? of(database, options, refused) : fault;
  }

  static HoldfastException.NotReady of(
      String database, PgConnectOptions options, SQLException fault) {
    String said = "cannot open the database " + database + ": " + why(options, fault);
    return passes(fault)
        ? new HoldfastException.StoreAway(said)
        : new HoldfastException.NotReady(said);
  }

  /** Whether it may get better without anybody's doing: TLS that fails does not. */
  private static boolean passes(SQLException fault) {
    return Faults.ends(fault) && !String.valueOf(fault.getMessage()).contains("SSL");
  }

  private static String why(PgConnectOptions options, SQLException fault) {
    String state = String.valueOf(fault.getSQLState());
    String said = String.valueOf(fault.getMessage());
    return switch (state) {
      case "28P01", "28000" -> said + "; see store.postgres and store.password";
      case "3D000" -> said + "; make it with createdb";
      case "42501" -> said + "; its user has to be allowed to make tables there";
      case Faults.AWAY -> away(options, fault, said);
      default -> said;
    };
  }

  private static String away(PgConnectOptions options, SQLException fault, String said) {
    String mode = options.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (said.contains("does not handle SSL")) {
      return "the server offers no TLS, and sslmode=" + mode + " wants it";
    }
    // The client does not tell what was wrong with it.
    if (said.contains("SSL handshake failed")) {
      return "no TLS by sslmode="
          + mode
          + ": its certificate has to be for this host, and of somebody in store.ca";
    }
    return "it is not within reach: " + last(fault).getMessage();
  }

  private static Throwable last(Throwable fault) {
    Throwable cause = fault.getCause();
    return cause == null ? fault : last(cause);
  }
}
