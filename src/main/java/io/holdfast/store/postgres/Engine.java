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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of an open database: its connections and their threads. */
final class Engine implements Backend {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Others wait for the end of a batch, so it is not as long as it could be. */
  private static final int BATCH = 256;

  private final VertxInternal vertx;
  private final Writer writer;
  private final Pulse pulse;
  private final Readers readers;
  private final Keeper keeper;
  private final Promise<Void> closed;

  private Engine(
      VertxInternal vertx,
      Writer writer,
      Pulse pulse,
      Readers readers,
      Keeper keeper,
      Promise<Void> closed) {
    this.vertx = vertx;
    this.writer = writer;
    this.pulse = pulse;
    this.readers = readers;
    this.keeper = keeper;
    this.closed = closed;
  }

  static Future<Engine> open(
      Vertx vertx,
      PgConnectOptions options,
      int readers,
      long lease,
      Doorbell doorbell,
      MeterRegistry meters) {
    VertxInternal internal = (VertxInternal) vertx;
    Promise<Engine> opened = internal.getOrCreateContext().promise();
    Thread thread =
        new Thread(
            () -> live(internal, options, readers, lease, doorbell, meters, opened),
            "holdfast-store-writer");
    thread.setDaemon(true);
    thread.start();
    return opened.future();
  }

  @Override
  public boolean shared() {
    return true;
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

  @Override
  public Future<Integer> forget(long before, long now) {
    return keeper.forget(context(), before, now);
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
      int reading,
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
      Pulse pulse = new Pulse("pulse", PgDb.Writing.beside(new Link(vertx, options), lease), bells);
      Pulse keeping =
          new Pulse("keeper", PgDb.Writing.inTurn(new Link(vertx, options), lease), bells);
      Readers readers = new Readers(readers(vertx, options, reading));
      Writer writer = new Writer(db, BATCH, bells, meters);
      LOG.info("event=store-open database={}", database);
      Keeper keeper = new Keeper(keeping, readers);
      Engine engine = new Engine(vertx, writer, pulse, readers, keeper, closed);
      bells.listen().map(engine).onComplete(opened);
      try {
        writer.serve();
      } finally {
        pulse.close();
        keeping.close();
        readers.close();
        bells.close().onFailure(e -> LOG.warn("event=bells-not-closed fault={}", e.toString()));
      }
    } catch (Halted end) {
      opened.tryFail(end);
    } catch (Exception | LinkageError fault) {
      LOG.error("event=store-failed database={} fault={}", database, word(fault));
      opened.tryFail(Refusal.of(database, options, fault));
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
    return new Bells(vertx, options, CheckedConnection.Rhythm.USUAL, doorbell, process, schema);
  }

  private static List<PgDb.Reading> readers(Vertx vertx, PgConnectOptions options, int count) {
    return Stream.generate(() -> new PgDb.Reading(new Link(vertx, options))).limit(count).toList();
  }

  private static String word(Throwable fault) {
    return Faults.POSTGRES.word(fault);
  }
}
