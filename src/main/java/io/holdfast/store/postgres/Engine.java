package io.holdfast.store.postgres;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.failpoint.Halted;
import io.holdfast.model.HoldfastException;
import io.holdfast.store.Doorbell;
import io.holdfast.store.sql.Backend;
import io.holdfast.store.sql.Operation;
import io.holdfast.store.sql.Question;
import io.holdfast.store.sql.Readers;
import io.holdfast.store.sql.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of an open database: its connections and their threads. */
final class Engine implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Others wait for the end of a batch, so it is not as long as it could be. */
  private static final int BATCH = 256;

  private static final int READERS = 2;
  private static final int STATEMENTS = 512;

  /**
   * How a session is set. A commit is durable when it is told; whoever froze in a transaction does
   * not hold up all others for long; nothing takes for ever; that a table is there already, as it
   * is at each start but the first, is no news.
   */
  private static final Map<String, String> SESSION =
      Map.of(
          "application_name", "holdfast",
          "client_min_messages", "warning",
          "synchronous_commit", "on",
          "idle_in_transaction_session_timeout", "5000",
          "lock_timeout", "15000",
          "statement_timeout", "15000");

  private final VertxInternal vertx;
  private final Writer writer;
  private final Pulse pulse;
  private final Readers readers;
  private final Promise<Void> closed;

  private Engine(
      VertxInternal vertx, Writer writer, Pulse pulse, Readers readers, Promise<Void> closed) {
    this.vertx = vertx;
    this.writer = writer;
    this.pulse = pulse;
    this.readers = readers;
    this.closed = closed;
  }

  static Future<Engine> open(
      Vertx vertx, PgConnectOptions options, long lease, Doorbell doorbell, MeterRegistry meters) {
    VertxInternal internal = (VertxInternal) vertx;
    Promise<Engine> opened = internal.getOrCreateContext().promise();
    Thread thread =
        new Thread(
            () -> live(internal, options, lease, doorbell, meters, opened),
            "holdfast-store-writer");
    thread.setDaemon(true);
    thread.start();
    return opened.future();
  }

  /** What the address says of a setting goes before what we say. */
  static PgConnectOptions options(String uri) {
    PgConnectOptions options = PgConnectOptions.fromUri(uri);
    SESSION.forEach((name, value) -> options.getProperties().putIfAbsent(name, value));
    options.setCachePreparedStatements(true);
    options.setPreparedStatementCacheMaxSize(STATEMENTS);
    return options;
  }

  @Override
  public <T> Future<T> write(Operation<T> operation) {
    return writer.submit(context(), operation);
  }

  /** On a connection and a thread of its own, so that no load can keep it from the database. */
  @Override
  public <T> Future<T> pulse(Operation<T> operation) {
    return pulse.submit(context(), operation);
  }

  @Override
  public <T> Future<T> read(Question<T> question) {
    return readers.ask(context(), question);
  }

  /** The server's own tools do that, and do it better. */
  @Override
  public Future<Void> backup(Path file) {
    return context()
        .failedFuture(
            new HoldfastException.NotReady(
                "a PostgreSQL database is backed up with its own tools, as pg_dump"));
  }

  @Override
  public Future<Void> close() {
    writer.close();
    PromiseInternal<Void> done = context().promise();
    closed.future().onComplete(done);
    return done.future();
  }

  private ContextInternal context() {
    ContextInternal current = ContextInternal.current();
    return current == null ? vertx.getOrCreateContext() : current;
  }

  private static void live(
      VertxInternal vertx,
      PgConnectOptions options,
      long lease,
      Doorbell doorbell,
      MeterRegistry meters,
      Promise<Engine> opened) {
    Promise<Void> closed = Promise.promise();
    String database = options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    Link link = new Link(vertx, options);
    try (PgDb.Writing db = PgDb.Writing.inTurn(link, lease)) {
      Schema.migrate(link, db);
      Bells bells = bells(vertx, options, doorbell, link);
      Pulse pulse = new Pulse(PgDb.Writing.beside(new Link(vertx, options), lease), bells);
      Readers readers = new Readers(readers(vertx, options));
      Writer writer = new Writer(db, BATCH, bells, meters);
      LOG.info("event=store-open database={}", database);
      Engine engine = new Engine(vertx, writer, pulse, readers, closed);
      bells.listen().map(engine).onComplete(opened);
      try {
        writer.serve();
      } finally {
        pulse.close();
        readers.close();
        bells.close().onFailure(e -> LOG.warn("event=bells-not-closed fault={}", e.toString()));
      }
    } catch (Halted end) {
      opened.tryFail(end);
    } catch (Exception | LinkageError fault) {
      LOG.error("event=store-failed database={} fault={}", database, word(fault));
      opened.tryFail(why(database, fault));
      closed.tryFail(fault);
    }
    LOG.info("event=store-closed database={}", database);
    closed.tryComplete();
  }

  private static Bells bells(
      VertxInternal vertx, PgConnectOptions options, Doorbell doorbell, Link link)
      throws SQLException {
    String schema = link.say("SELECT CAST(current_schema() AS text)").rows().get(0).getString(1);
    String process = UuidCreator.getTimeOrderedEpoch().toString();
    return new Bells(vertx, options, doorbell, process, schema);
  }

  private static List<PgDb.Reading> readers(Vertx vertx, PgConnectOptions options) {
    return Stream.generate(() -> new PgDb.Reading(new Link(vertx, options)))
        .limit(READERS)
        .toList();
  }

  /** What the opener is told: our own words where we have them, the database and the fault else. */
  private static Throwable why(String database, Throwable fault) {
    return fault instanceof SQLException
        ? new HoldfastException.NotReady(
            "cannot open the database " + database + ": " + fault.getMessage())
        : fault;
  }

  private static String word(Throwable fault) {
    return Faults.POSTGRES.word(fault);
  }
}
