package io.holdfast.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Those who ask long questions: two of them at any time, each in a transaction that is held. */
final class HotReaders {

  /** What somebody might want to know, and has to go through everything for. */
  private static final String QUESTION =
      """
      SELECT t.runner, t.state, count(*), avg(p.n) FROM turn t
      LEFT JOIN (SELECT turn, count(*) AS n FROM step GROUP BY turn) p ON p.turn = t.seq
      GROUP BY t.runner, t.state
      """;

  private final Vertx vertx;
  private final Duration held;
  private final AtomicInteger finished = new AtomicInteger();
  private final List<PgConnection> connections = new ArrayList<>();
  private volatile boolean ended;

  HotReaders(Vertx vertx, String uri, Duration held) {
    this.vertx = vertx;
    this.held = held;
    for (int i = 0; i < 2; i++) {
      PgConnection connection = Load.await(PgConnection.connect(vertx, uri));
      connections.add(connection);
      vertx.setTimer(1 + i * held.toMillis() / 2, begin -> look(connection));
    }
  }

  private void look(PgConnection connection) {
    if (ended) {
      return;
    }
    connection
        .query("BEGIN ISOLATION LEVEL REPEATABLE READ")
        .execute()
        .compose(begun -> connection.query(QUESTION).execute())
        .compose(seen -> vertx.timer(held.toMillis(), TimeUnit.MILLISECONDS))
        .compose(over -> connection.query("COMMIT").execute())
        .onSuccess(
            done -> {
              finished.incrementAndGet();
              look(connection);
            });
  }

  /** How many transactions have ended. */
  int finished() {
    return finished.get();
  }

  void end() {
    ended = true;
    Load.await(Future.all(connections.stream().map(PgConnection::close).toList()));
  }
}
