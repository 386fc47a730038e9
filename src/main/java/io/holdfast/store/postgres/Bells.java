package io.holdfast.store.postgres;

import io.holdfast.store.Doorbell;
import io.holdfast.store.postgres.Payloads.Ring;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings here, and at all other processes that have the database open. What rings there goes over
 * NOTIFY: gathered for a moment, then told on a connection of its own, since a NOTIFY takes a lock
 * of the whole server at its commit. A ring that is lost costs the others one poll. What may be
 * lost and not found again goes the same way, a little slower, and only so much of it.
 */
final class Bells implements Doorbell {

  private static final Logger LOG = LoggerFactory.getLogger(Bells.class);

  /** How long rings are gathered, in milliseconds. */
  private static final long GATHER = 10;

  /** How long that is gathered which may be lost, in milliseconds. */
  private static final long LOOK = 100;

  /** So much of what may be lost is gathered; what comes on top is. */
  private static final int GLIMPSES = 500;

  /** So many payloads of it are told at a time, that others need not read for ever. */
  private static final int SHOWN = 32;

  private static final String TELL =
      "SELECT pg_notify($1, told) FROM unnest(CAST($2 AS text[])) AS told";

  private static final String WORK = "work";
  private static final String CONTROL = "control";
  private static final String DUE = "due";
  private static final String SHOW = "show";

  private final VertxInternal vertx;
  private final Doorbell here;
  private final String process;
  private final String channel;
  private final CheckedConnection ear;
  private final CheckedConnection mouth;
  private final Set<Ring> gathered = new LinkedHashSet<>();
  private final Map<String, String> glimpses = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param here the bells of this process
   * @param process a name that no other one has
   * @param schema whose rings they are
   */
  Bells(
      VertxInternal vertx,
      PgConnectOptions options,
      CheckedConnection.Rhythm rhythm,
      Doorbell here,
      String process,
      String schema) {
    this.vertx = vertx;
    this.here = here;
    this.process = process;
    this.channel = "holdfast_" + schema;
    this.ear =
        new CheckedConnection("listen", vertx, options, rhythm, this::subscribe, here::missed);
    this.mouth =
        new CheckedConnection(
            "notify", vertx, options, rhythm, fresh -> Future.succeededFuture(), () -> {});
  }

  private Future<?> subscribe(PgConnection fresh) {
    fresh.notificationHandler(told -> heard(told.getPayload()));
    return fresh.query("LISTEN \"" + channel.replace("\"", "\"\"") + "\"").execute();
  }

  /** Done when it hears the others; that it cannot is no reason not to work. */
  Future<Void> listen() {
    here.meet(this::show);
    return Future.join(ear.open(), mouth.open()).mapEmpty();
  }

  @Override
  public void work(String runner) {
    here.work(runner);
    gather(new Ring(WORK, runner, ""));
  }

  /** The others see when they look by themselves. */
  @Override
  public void later(String runner, long millis) {
    here.later(runner, millis);
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

  private synchronized void show(String about, String text) {
    boolean first = glimpses.isEmpty();
    // The last place belongs to what is the last.
    glimpses.remove(about);
    if (closed || glimpses.size() >= GLIMPSES) {
      return;
    }
    glimpses.put(about, text);
    if (first) {
      vertx.setTimer(LOOK, tick -> tell());
    }
  }

  /**
   * What is to be seen goes first: those who hear of a reply have then seen how it was made. One
   * timer must not pass the other by on another thread, between taking and telling.
   */
  private synchronized void tell() {
    List<String> told = new ArrayList<>(Payloads.of(process, seen()));
    told = told.subList(Math.max(0, told.size() - SHOWN), told.size());
    told.addAll(Payloads.of(process, taken()));
    if (told.isEmpty()) {
      return;
    }
    mouth.say(TELL, Tuple.of(channel).addArrayOfString(told.toArray(String[]::new)));
  }

  private List<Ring> taken() {
    List<Ring> rings = new ArrayList<>(gathered);
    gathered.clear();
    return rings;
  }

  private List<Ring> seen() {
    List<Ring> rings = glimpses.values().stream().map(text -> new Ring(SHOW, text, "")).toList();
    glimpses.clear();
    return rings;
  }

  private void heard(String payload) {
    Payloads.read(process, payload).forEach(this::ring);
  }

  private void ring(Ring ring) {
    switch (ring.bell()) {
      case WORK -> here.work(ring.first());
      case CONTROL -> here.control(ring.first());
      case DUE -> here.due(ring.first(), ring.second());
      case SHOW -> here.shown(ring.first());
      default -> LOG.debug("event=bell-unknown bell={}", ring.bell());
    }
  }

  Future<Void> close() {
    synchronized (this) {
      closed = true;
    }
    return Future.join(ear.close(), mouth.close()).mapEmpty();
  }
}
