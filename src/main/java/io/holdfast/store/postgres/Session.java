package io.holdfast.store.postgres;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** How we connect, and how our sessions are set. */
final class Session {

  /** More than there are different statements, so that each is prepared once a connection. */
  private static final int STATEMENTS = 512;

  /**
   * A commit is durable when it is told; whoever froze in a transaction does not hold up all others
   * for long; nothing takes for ever; that a table is there already, as it is at each start but the
   * first, is no news.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "client_min_messages", "warning",
          "synchronous_commit", "on",
          "idle_in_transaction_session_timeout", "5000",
          "lock_timeout", "15000",
          "statement_timeout", "15000");

  private Session() {}

  /** What the client calls itself where the address has no name for it. */
  private static final String NAME = "application_name";

  /** The name of a session is the address's, its other settings are ours. */
  static PgConnectOptions options(PostgresStore.Access access) {
    PgConnectOptions options = PgConnectOptions.fromUri(access.uri());
    Map<String, String> properties = options.getProperties();
    properties.putAll(SETTINGS);
    String unnamed = PgConnectOptions.DEFAULT_PROPERTIES.get(NAME);
    if (Objects.equals(unnamed, properties.getOrDefault(NAME, unnamed))) {
      properties.put(NAME, "holdfast");
    }
    access.password().ifPresent(options::setPassword);
    options.setSslOptions(tls(options.getSslMode(), access.ca()));
    options.setCachePreparedStatements(true);
    options.setPreparedStatementCacheMaxSize(STATEMENTS);
    return options;
  }

  /** As with libpq: who we talk to is looked at where the mode, or a file of ours, says so. */
  private static ClientSSLOptions tls(SslMode mode, Optional<Path> ca) {
    ClientSSLOptions tls = new ClientSSLOptions();
    tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    boolean verified = mode == SslMode.VERIFY_FULL || mode == SslMode.VERIFY_CA;
    if (!verified && ca.isEmpty()) {
      return tls.setTrustAll(true);
    }
    return tls.setTrustOptions(
        ca.<TrustOptions>map(file -> new PemTrustOptions().addCertPath(file.toString()))
            .orElseGet(Session::ofJava));
  }

  private static TrustOptions ofJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      @Nullable KeyStore own = null;
      factory.init(own);
      return TrustOptions.wrap(factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's trusted certificates cannot be read", e);
    }
  }
}
