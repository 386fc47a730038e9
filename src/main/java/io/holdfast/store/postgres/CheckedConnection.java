package io.holdfast.store.postgres;

import io.holdfast.retry.Bound;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection for what may be lost. Who only waits on one never hears that the other end is gone
 * without a word, as when a firewall has forgotten it; so the server is asked something all the
 * time, and when it does not answer the connection is given up and made anew, after a while that
 * grows as long as that fails. The client's own subscriber asks nothing, and never tries again when
 * its first connection fails. Safe for use from any thread; all is done on one context.
 */
final class CheckedConnection {

  /**
   * How soon it is noticed that nobody is there.
   *
   * @param check how long after an answer the server is asked again, in milliseconds
   * @param silence who has not answered for so long is gone, in milliseconds
   */
  record Rhythm(long check, long silence) {

    /** A server may well be busy for seconds; those who hear no bells poll every few seconds. */
    static final Rhythm USUAL = new Rhythm(5_000, 10_000);
  }

  private static final Logger LOG = LoggerFactory.getLogger(CheckedConnection.class);

  private static final long SHORTEST = 50;
  private static final long LONGEST = 2_000;

  /** The pause is doubled no more often than this, which is when it is the longest. */
  private static final int DOUBLINGS = 6;

  /** So many calls may wait for a server that does not answer. */
  private static final int WAITING = 20;

  /** One that cannot be written to is no use, though it answers. */
  private static final String ASK = "SELECT pg_is_in_recovery()";

  private final String name;
  private final Vertx vertx;
  private final Context context;
  private final PgConnectOptions options;
  private final Rhythm rhythm;
  private final Function<PgConnection, Future<?>> greeting;
  private final Runnable again;
  private Optional<PgConnection> connection = Optional.empty();
  private int faults;
  private int waiting;
  private boolean closed;

  /**
   * @param name what it is for, in the log
   * @param greeting what is said first on each connection; it is none if that fails
   * @param again called when there is a connection after there was none
   */
  CheckedConnection(
      String name,
      VertxInternal vertx,
      PgConnectOptions options,
      Rhythm rhythm,
      Function<PgConnection, Future<?>> greeting,
      Runnable again) {
    this.name = name;
    this.vertx = vertx;
    this.context = vertx.createEventLoopContext();
    this.options = options;
    this.rhythm = rhythm;
    this.greeting = greeting;
    this.again = again;
  }

  /** Done when it was tried once; if that has failed, it is tried again until it is closed. */
  Future<Void> open() {
    Promise<Void> tried = Promise.promise();
    context.runOnContext(begin -> connect().onComplete(done -> tried.complete()));
    return tried.future();
  }

  /** Runs a statement now or never, and says nothing of its fate. */
  void say(String sql, Tuple arguments) {
    context.runOnContext(
        now ->
            connection
                .filter(open -> waiting < WAITING)
                .ifPresentOrElse(open -> say(open, sql, arguments), () -> unsaid("not connected")));
  }

  private void say(PgConnection open, String sql, Tuple arguments) {
    waiting++;
    within(() -> open.preparedQuery(sql).execute(arguments))
        .onFailure(fault -> unsaid(word(fault)))
        .onComplete(done -> waiting--);
  }

  private void unsaid(String fault) {
    LOG.debug("event=bells-not-told fault={}", fault);
  }

  Future<Void> close() {
    Promise<Void> gone = Promise.promise();
    context.runOnContext(end -> end().onComplete(gone));
    return gone.future();
  }

  private Future<Void> end() {
    closed = true;
    return connection.map(open -> within(open::close)).orElseGet(Future::succeededFuture);
  }

  private Future<?> connect() {
    Future<PgConnection> connecting = PgConnection.connect(vertx, options);
    return within(() -> connecting.compose(fresh -> greet(fresh).map(fresh)))
        .onSuccess(this::take)
        .onFailure(
            fault -> {
              // It may come yet, when nobody waits for it any more.
              connecting.onSuccess(PgConnection::close);
              tryLater(word(fault));
            });
  }

  private Future<?> greet(PgConnection fresh) {
    return ask(fresh).compose(answered -> greeting.apply(fresh));
  }

  private static Future<RowSet<Row>> ask(PgConnection open) {
    return open.query(ASK).execute().compose(CheckedConnection::awake);
  }

  private static Future<RowSet<Row>> awake(RowSet<Row> answer) {
    return answer.iterator().next().getBoolean(0)
        ? Future.failedFuture("the server is a standby")
        : Future.succeededFuture(answer);
  }

  private static String word(Throwable fault) {
    return fault instanceof TimeoutException ? "the server is silent" : fault.toString();
  }

  private <T> Future<T> within(Supplier<Future<T>> answer) {
    return new Bound(rhythm.silence()).on(vertx, answer);
  }

  private void take(PgConnection fresh) {
    if (closed) {
      fresh.close();
      return;
    }
    connection = Optional.of(fresh);
    fresh.closeHandler(cut -> lose(fresh, "the connection was cut"));
    if (faults > 0) {
      LOG.info("event=bells-back connection={} tries={}", name, faults);
      again.run();
    }
    faults = 0;
    checkLater(fresh);
  }

  private void checkLater(PgConnection open) {
    vertx.setTimer(rhythm.check(), tick -> check(open));
  }

  private void check(PgConnection open) {
    if (isOurs(open)) {
      within(() -> ask(open))
          .onSuccess(answered -> checkLater(open))
          .onFailure(fault -> lose(open, word(fault)));
    }
  }

  private boolean isOurs(PgConnection open) {
    return !closed && connection.filter(open::equals).isPresent();
  }

  private void lose(PgConnection open, String fault) {
    if (isOurs(open)) {
      connection = Optional.empty();
      open.close();
      tryLater(fault);
    }
  }

  /** Says so once, not at each try. */
  private void tryLater(String fault) {
    if (closed) {
      return;
    }
    if (faults == 0) {
      LOG.warn("event=bells-lost connection={} fault={}", name, fault);
    }
    long pause = Math.min(LONGEST, SHORTEST << Math.min(faults, DOUBLINGS));
    faults++;
    vertx.setTimer(pause, tick -> reconnect());
  }

  private void reconnect() {
    if (!closed) {
      connect();
    }
  }
}
