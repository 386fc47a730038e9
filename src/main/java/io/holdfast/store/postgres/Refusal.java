package io.holdfast.store.postgres;

import io.holdfast.model.HoldfastException;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a database could not be opened, in one line for whoever has to put it right. */
final class Refusal {

  private Refusal() {}

  /** Our own words where the fault is of the database or the way to it, the fault itself else. */
  static Throwable of(String database, PgConnectOptions options, Throwable fault) {
    return fault instanceof SQLException refused
        ? new HoldfastException.NotReady(
            "cannot open the database " + database + ": " + why(options, refused))
        : fault;
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
    String mode =
        "sslmode=" + options.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Optional<Throwable> tls =
        causes(fault).filter(cause -> cause instanceof SSLException).findFirst();
    if (tls.isPresent()) {
      String last = causes(fault).reduce((first, second) -> second).orElse(fault).getMessage();
      return "its certificate is not good enough for " + mode + ": " + last;
    }
    if (said.contains("does not handle SSL")) {
      return "the server offers no TLS, and " + mode + " wants it";
    }
    return "it is not within reach: "
        + causes(fault).reduce((a, b) -> b).orElse(fault).getMessage();
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
  }
}
