package io.holdfast.store.postgres;

import io.holdfast.store.Doorbell;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings here, and at all other processes that have the database open. What rings there goes over
 * NOTIFY: gathered for a moment, then told on a connection of its own, since a NOTIFY takes a lock
 * of the whole server at its commit. A ring that is lost costs the others one poll.
 */
final class Bells implements Doorbell {

  private static final Logger LOG = LoggerFactory.getLogger(Bells.class);

  /** How long rings are gathered, in milliseconds. */
  private static final long GATHER = 10;

  /** The server takes 8,000 bytes; names are short, and few of them fill a call. */
  private static final int RINGS = 20;

  private static final long SHORTEST = 50;
  private static final long LONGEST = 2_000;

  private static final String TELL = "SELECT pg_notify($1, $2)";
  private static final String WORK = "work";
  private static final String CONTROL = "control";
  private static final String DUE = "due";

  private record Ring(String bell, String first, String second) {}

  private final Vertx vertx;
  private final Doorbell here;
  private final String process;
  private final String channel;
  private final Pool pool;
  private final PgSubscriber others;
  private final Set<Ring> gathered = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param here the bells of this process
   * @param process a name that no other one has
   * @param schema whose rings they are
   */
  Bells(Vertx vertx, PgConnectOptions options, Doorbell here, String process, String schema) {
    this.vertx = vertx;
    this.here = here;
    this.process = process;
    this.channel = "holdfast_" + schema;
    this.pool =
        PgBuilder.pool()
            .connectingTo(options)
            .with(new PoolOptions().setMaxSize(1).setMaxWaitQueueSize(RINGS))
            .using(vertx)
            .build();
    this.others = PgSubscriber.subscriber(vertx, options).reconnectPolicy(Bells::pause);
    others.channel(channel).handler(this::heard);
  }

  private static long pause(int tries) {
    return Math.min(LONGEST, SHORTEST << Math.min(tries, 6));
  }

  /** Done when it hears the others; that it cannot is no reason not to work. */
  Future<Void> listen() {
    return others
        .connect()
        .onFailure(e -> LOG.warn("event=bells-not-heard fault={}", e.toString()))
        .otherwiseEmpty();
  }

  @Override
  public void work(String runner) {
    here.work(runner);
    gather(new Ring(WORK, runner, ""));
  }

  @Override
  public void control(String runner) {
    here.control(runner);
    gather(new Ring(CONTROL, runner, ""));
  }

  @Override
  public void due(String connector, String chat) {
    here.due(connector, chat);
    gather(new Ring(DUE, connector, chat));
  }

  private synchronized void gather(Ring ring) {
    if (closed) {
      return;
    }
    boolean first = gathered.isEmpty();
    gathered.add(ring);
    if (first) {
      vertx.setTimer(GATHER, tick -> tell());
    }
  }

  private void tell() {
    List<Ring> rings = taken();
    for (int from = 0; from < rings.size(); from += RINGS) {
      tell(rings.subList(from, Math.min(rings.size(), from + RINGS)));
    }
  }

  private synchronized List<Ring> taken() {
    List<Ring> rings = new ArrayList<>(gathered);
    gathered.clear();
    return rings;
  }

  private void tell(List<Ring> rings) {
    JsonArray told = new JsonArray().add(process);
    rings.forEach(ring -> told.add(ring.bell()).add(ring.first()).add(ring.second()));
    pool.preparedQuery(TELL)
        .execute(Tuple.of(channel, told.encode()))
        .onFailure(e -> LOG.debug("event=bells-not-told fault={}", e.toString()));
  }

  private void heard(String payload) {
    JsonArray told = new JsonArray(payload);
    if (told.getString(0).equals(process)) {
      return;
    }
    for (int at = 1; at + 2 < told.size(); at += 3) {
      ring(new Ring(told.getString(at), told.getString(at + 1), told.getString(at + 2)));
    }
  }

  private void ring(Ring ring) {
    switch (ring.bell()) {
      case WORK -> here.work(ring.first());
      case CONTROL -> here.control(ring.first());
      case DUE -> here.due(ring.first(), ring.second());
      default -> LOG.debug("event=bell-unknown bell={}", ring.bell());
    }
  }

  /** The listening end first, which would connect anew else. */
  Future<Void> close() {
    synchronized (this) {
      closed = true;
    }
    Promise<Void> gone = Promise.promise();
    others.close().eventually(pool::close).onComplete(gone);
    return gone.future();
  }
}
