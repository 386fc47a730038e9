package io.holdfast.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schema of its own on a real PostgreSQL whose commits are durable: on the server that {@code
 * HOLDFAST_TEST_PG} names, else on one that this process starts from binaries. Dropped at the end.
 */
final class Database implements AutoCloseable {

  /** A server's own default is a hundredth of the machine; the whole run fits into this. */
  private static final String BUFFERS = "256MB";

  private static final Pattern TICKS =
      Pattern.compile("\\(postgres\\) \\S (?:\\S+ ){10}(\\d+) (\\d+) ");
  private static final double TICKS_PER_SECOND = 100;

  private static Optional<String> server = Optional.empty();

  private final Vertx vertx = Vertx.vertx();
  private final String schema = "bench" + UUID.randomUUID().toString().replace("-", "");
  private final PgConnection operator;

  private Database(String uri) {
    operator = Load.await(PgConnection.connect(vertx, uri));
  }

  static Database create() throws IOException {
    Database database = new Database(server());
    database.say("CREATE SCHEMA " + database.schema);
    database.say("SET search_path = " + database.schema);
    return database;
  }

  private static String server() throws IOException {
    if (server.isEmpty()) {
      String given = System.getenv("HOLDFAST_TEST_PG");
      server = Optional.of(given == null ? embedded() : given);
    }
    return server.get();
  }

  private static String embedded() throws IOException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", BUFFERS)
            .start();
    return "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
  }

  /** The line of a gateway's configuration that has it open this schema. */
  String store() {
    return "store: {postgres: \"" + uri() + "\"}";
  }

  /** {@code postgresql://…}, this schema included. */
  String uri() {
    URI address = URI.create(address());
    return address + (address.getQuery() == null ? "?" : "&") + "search_path=" + schema;
  }

  /** {@code postgresql://…} of the server's database. */
  static String address() {
    return server.orElseThrow();
  }

  String schema() {
    return schema;
  }

  RowSet<Row> say(String sql) {
    return Load.await(operator.query(sql).execute());
  }

  /** The number in the first row. */
  double number(String sql) {
    return say(sql).iterator().next().getDouble(0);
  }

  /**
   * The processor time that the server's processes have used, in seconds; 0 when it is far away.
   */
  double cpuSeconds() {
    double seconds = 0;
    for (Row row : say("SELECT pid FROM pg_stat_activity")) {
      seconds += cpuSeconds(Path.of("/proc", "" + row.getInteger(0)));
    }
    return seconds;
  }

  private static double cpuSeconds(Path process) {
    try {
      Matcher ticks = TICKS.matcher(Files.readString(process.resolve("stat")));
      return ticks.find()
          ? (Long.parseLong(ticks.group(1)) + Long.parseLong(ticks.group(2))) / TICKS_PER_SECOND
          : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  @Override
  public void close() {
    say("DROP SCHEMA " + schema + " CASCADE");
    Load.await(operator.close());
    Load.await(vertx.close());
  }
}
