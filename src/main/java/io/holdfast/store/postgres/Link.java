package io.holdfast.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is made anew when it was lost, after a while that grows as long as that fails.
 * Confined to one thread. Blocks.
 */
final class Link implements AutoCloseable {

  /**
   * What a statement gave.
   *
   * @param changed how many rows it changed
   */
  record Answer(List<PgColumns> rows, int changed) {

    private static Answer of(RowSet<Row> rows) {
      List<PgColumns> columns = new ArrayList<>(rows.size());
      rows.forEach(row -> columns.add(new PgColumns(row)));
      return new Answer(columns, rows.rowCount());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long SHORTEST = 50;
  private static final long LONGEST = 2_000;

  /** Longer than the server lets any statement take: what is silent so long is gone. */
  private static final long SILENCE = 20_000;

  private static final long CONNECT = 5_000;

  /** A process that has just begun still loads its program, and is late to hear an answer. */
  private static final long FIRST_CONNECT = 20_000;

  private final Vertx vertx;
  private final PgConnectOptions options;
  private @Nullable PgConnection connection;
  private final Deque<Future<RowSet<Row>>> sent = new ArrayDeque<>();
  private long changed;
  private int made;
  private long pause;
  private long lostAt = System.nanoTime();

  Link(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** Connects where it is not connected; fails at once where that failed a moment ago. */
  void connect() throws SQLException {
    if (connection != null) {
      return;
    }
    if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostAt) < pause) {
      throw away("the database is away");
    }
    Future<PgConnection> connecting = PgConnection.connect(vertx, options);
    try {
      PgConnection fresh = await(connecting, made > 0 ? CONNECT : FIRST_CONNECT);
      if (standby(fresh)) {
        throw away("the server is a standby");
      }
      connection = fresh;
    } catch (SQLException fault) {
      // It may come yet, when nobody waits for it any more.
      connecting.onSuccess(PgConnection::close);
      if (pause == 0) {
        LOG.warn(
            "event=connection-failed server={}:{} fault={}",
            options.getHost(),
            options.getPort(),
            fault.getMessage());
      }
      pause = Math.max(SHORTEST, Math.min(2 * pause, LONGEST));
      lostAt = System.nanoTime();
      throw fault;
    }
    if (pause > 0) {
      LOG.info("event=connected-again server={}:{}", options.getHost(), options.getPort());
    }
    pause = 0;
    made++;
  }

  /** Whoever only reads there would see the past, and would not notice. */
  private boolean standby(PgConnection fresh) throws SQLException {
    Future<RowSet<Row>> answer = fresh.query("SELECT pg_is_in_recovery()").execute();
    return await(answer, CONNECT).iterator().next().getBoolean(0);
  }

  /** How many connections were made so far. */
  int made() {
    return made;
  }

  boolean connected() {
    return connection != null;
  }

  /** Sends statements that take no arguments, and does not wait for their end. */
  void send(String script) throws SQLException {
    sent.add(open().query(script).execute());
  }

  /**
   * Sends a statement, prepared once a connection, and does not wait for its end; {@link #answer}
   * does. Whatever is sent is run in its order.
   */
  Future<RowSet<Row>> send(String sql, @Nullable Object... arguments) throws SQLException {
    Future<RowSet<Row>> answer = open().preparedQuery(sql).execute(tuple(arguments));
    sent.add(answer);
    return answer;
  }

  /** Runs statements that take no arguments. */
  Answer say(String script) throws SQLException {
    send(script);
    return answer(sent.getLast());
  }

  /** Runs a statement, prepared once a connection. */
  Answer ask(String sql, @Nullable Object... arguments) throws SQLException {
    return answer(send(sql, arguments));
  }

  /**
   * Waits for what was sent. What was sent before it has ended then, too: the first that has failed
   * is what this fails with, since those after it fail only because of it.
   */
  Answer answer(Future<RowSet<Row>> answer) throws SQLException {
    while (!answer.succeeded() && !sent.isEmpty()) {
      Future<RowSet<Row>> next = sent.remove();
      changed += await(next, SILENCE).rowCount();
    }
    return Answer.of(await(answer, SILENCE));
  }

  /** Waits for all that was sent; how many rows have been changed since this was last asked. */
  long settle() throws SQLException {
    if (!sent.isEmpty()) {
      answer(sent.getLast());
    }
    long settled = changed;
    changed = 0;
    return settled;
  }

  /** Has nobody wait for what was sent, nor hear that it failed. */
  void forget() {
    sent.clear();
    changed = 0;
  }

  /** A transaction must not go on, on another connection than it began. */
  private PgConnection open() throws SQLException {
    PgConnection open = connection;
    if (open == null) {
      throw away("the connection was lost");
    }
    return open;
  }

  private <T> T await(Future<T> answer, long millis) throws SQLException {
    try {
      return answer.await(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      close();
      throw away("the database is silent");
    } catch (Exception fault) {
      // The client throws what failed a future as it is, checked or not.
      throw lost(Faults.of(fault));
    }
  }

  /** What ends the connection ends it for whoever asks next, too. */
  private SQLException lost(SQLException fault) {
    if (Faults.ends(fault)) {
      close();
    }
    return fault;
  }

  private static SQLException away(String what) {
    return new SQLException(what, Faults.AWAY);
  }

  private static Tuple tuple(@Nullable Object[] arguments) {
    Tuple tuple = Tuple.tuple(new ArrayList<>(arguments.length));
    for (Object argument : arguments) {
      tuple.addValue(value(argument));
    }
    return tuple;
  }

  /** PostgreSQL has no place for the character NUL in a text. */
  private static @Nullable Object value(@Nullable Object argument) {
    if (argument instanceof byte[] bytes) {
      return Buffer.buffer(bytes);
    }
    return argument instanceof String text ? text.replace('\0', '\uFFFD') : argument;
  }

  @Override
  public void close() {
    PgConnection open = connection;
    connection = null;
    forget();
    if (open != null) {
      open.close();
    }
  }
}
