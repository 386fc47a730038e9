package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS and wants a password. */
@DisplayName("Access to PostgreSQL")
class AccessTest {

  private static final String PASSWORD = "p@ss/w:rd%";

  @TempDir private static Path directory;
  private static final Vertx VERTX = Vertx.vertx();
  private static EmbeddedPostgres server;
  private static Certificate own;

  @BeforeAll
  static void begin() throws Exception {
    own = Certificate.in(directory, "own");
    server =
        Server.binaries()
            .setServerConfig("fsync", "off")
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", own.certificate().toString())
            .setServerConfig("ssl_key_file", own.key().toString())
            .start();
    PgConnection operator = done(PgConnection.connect(VERTX, uri("postgres", "localhost", "")));
    done(operator.query("CREATE ROLE holdfast LOGIN PASSWORD '" + PASSWORD + "'").execute());
    done(operator.query("CREATE DATABASE holdfast OWNER holdfast").execute());
    String hba = done(operator.query("SHOW hba_file").execute()).iterator().next().getString(0);
    Files.writeString(
        Path.of(hba),
        "hostssl all holdfast all scram-sha-256\nhost all holdfast all reject\n"
            + Files.readString(Path.of(hba)));
    done(operator.query("SELECT pg_reload_conf()").execute());
    done(operator.close());
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
    done(VERTX.close());
  }

  private static String uri(String user, String host, String more) {
    return "postgresql://%s@%s:%d/%s%s".formatted(user, host, server.getPort(), user, more);
  }

  private static Future<Store> open(String uri, String password, Optional<Certificate> ca) {
    return PostgresStore.open(
        VERTX,
        new PostgresStore.Access(uri, Optional.of(password), ca.map(Certificate::certificate), 1),
        Duration.ofSeconds(6),
        new Rings(),
        new SimpleMeterRegistry());
  }

  private static void assertOpens(String uri, Optional<Certificate> ca) {
    Store store = done(open(uri, PASSWORD, ca));
    assertThat(done(store.counts()).turns()).isEmpty();
    done(store.close());
  }

  private static void assertRefused(String uri, String password, String why) {
    assertRefused(uri, password, Optional.empty(), why);
  }

  private static void assertRefused(
      String uri, String password, Optional<Certificate> ca, String why) {
    Throwable refused = catchThrowable(() -> done(open(uri, password, ca)));
    assertThat(refused).isInstanceOf(HoldfastException.NotReady.class).hasMessageContaining(why);
    assertThat(refused instanceof HoldfastException.StoreAway)
        .as("whether it may pass")
        .isEqualTo(why.contains("within reach"));
    assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain(PASSWORD);
  }

  private static String holdfast(String host, String more) {
    return uri("holdfast", host, more);
  }

  @Test
  @DisplayName("is had with the password as it is, over TLS with whoever answers")
  void required() {
    assertOpens(holdfast("127.0.0.1", "?sslmode=require"), Optional.empty());
  }

  @Test
  @DisplayName("is had where the certificate is one that we trust, and for this host")
  void verified() {
    assertOpens(holdfast("localhost", "?sslmode=verify-full"), Optional.of(own));
    assertOpens(holdfast("127.0.0.1", "?sslmode=verify-ca"), Optional.of(own));
  }

  @Test
  @DisplayName("is refused by us where the certificate is for another host")
  void otherHost() {
    assertRefused(
        holdfast("127.0.0.1", "?sslmode=verify-full"),
        PASSWORD,
        Optional.of(own),
        "no TLS by sslmode=verify-full: its certificate has to be for this host");
  }

  @Test
  @DisplayName("is refused by us where we trust others only, by a file or by what Java trusts")
  void untrusted() throws Exception {
    Certificate other = Certificate.in(directory, "other");
    for (Optional<Certificate> ca : List.of(Optional.of(other), Optional.<Certificate>empty())) {
      assertRefused(
          holdfast("localhost", "?sslmode=verify-full"),
          PASSWORD,
          ca,
          "no TLS by sslmode=verify-full: ");
    }
  }

  @Test
  @DisplayName("is refused with a hint where the password is wrong, or TLS is left out")
  void wrong() {
    assertRefused(
        holdfast("localhost", "?sslmode=require"),
        "wrong",
        "see store.postgres and store.password");
    assertRefused(holdfast("localhost", ""), PASSWORD, "see store.postgres and store.password");
  }

  @Test
  @DisplayName("is refused with a hint where there is no such database, or no server")
  void missing() {
    assertRefused(
        holdfast("localhost", "?sslmode=require&dbname=nowhere"),
        PASSWORD,
        "database \"nowhere\" does not exist; make it with createdb");
    assertRefused("postgresql://x@127.0.0.1:1/x", "", "it is not within reach: ");
  }

  @Test
  @DisplayName("is refused by us where TLS is wanted and the server has none")
  void withoutTls() {
    String plain = Server.uri();
    assertRefused(
        plain + (plain.contains("?") ? "&" : "?") + "sslmode=require",
        "",
        "the server offers no TLS, and sslmode=require wants it");
  }

  @Test
  @DisplayName("is had, and refused, in the same way where another database is moved into it")
  void moved() {
    String verified = holdfast("localhost", "?sslmode=verify-full");
    Optional<Path> trusted = Optional.of(own.certificate());
    PostgresStore.destination(VERTX, access(verified, trusted)).close();
    assertThatThrownBy(() -> PostgresStore.destination(VERTX, access(verified, Optional.empty())))
        .isInstanceOf(HoldfastException.NotReady.class)
        .hasMessageContaining("no TLS by sslmode=verify-full: ");
  }

  private static PostgresStore.Access access(String uri, Optional<Path> ca) {
    return new PostgresStore.Access(uri, Optional.of(PASSWORD), ca, 1);
  }

  @Test
  @DisplayName("is by the name that the address has for it, by ours else, with our timeouts")
  void named() {
    assertThat(Session.options(access("postgresql://u@h/d")).getProperties())
        .containsEntry("application_name", "holdfast")
        .containsEntry("idle_in_transaction_session_timeout", "5000");
    assertThat(Session.options(access("postgresql://u@h/d?search_path=s")).getProperties())
        .containsEntry("application_name", "holdfast")
        .containsEntry("search_path", "s");
    assertThat(Session.options(access("postgresql://u@h/d?application_name=a")).getProperties())
        .containsEntry("application_name", "a");
  }

  private static PostgresStore.Access access(String uri) {
    return new PostgresStore.Access(uri, Optional.empty(), Optional.empty(), 1);
  }
}
