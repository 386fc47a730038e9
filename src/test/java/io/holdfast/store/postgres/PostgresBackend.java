package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.StoreBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A schema of its own in the one server; a crash is the loss of all connections. */
public final class PostgresBackend implements StoreBackend {

  /** In the suite every process but the last is dead at once, as it is on the embedded store. */
  private static final Duration LEASE = Duration.ZERO;

  /** One for all: its making takes longer than many a test. */
  private static final Vertx VERTX = Vertx.vertx();

  private final OwnSchema schema = new OwnSchema(VERTX, Server.uri());
  private final List<Store> opened = new ArrayList<>();

  public String schema() {
    return schema.name();
  }

  public Vertx vertx() {
    return VERTX;
  }

  /** The address of the schema, for a session by this name. */
  public String uri(String name) {
    return schema.uri() + "&application_name=" + name;
  }

  public void say(String sql) {
    schema.say(sql);
  }

  /** Ends the sessions of a store, in whatever they are. */
  void cut(String name) {
    say(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
            + name
            + "'");
  }

  private String name(int number) {
    return schema().substring(0, 16) + "_" + number;
  }

  String latest() {
    return name(opened.size());
  }

  @Override
  public Store open(Doorbell doorbell) {
    Store store =
        done(
            PostgresStore.open(
                VERTX,
                PostgresStore.Access.of(uri(name(opened.size() + 1))),
                LEASE,
                doorbell,
                new SimpleMeterRegistry()));
    opened.add(store);
    return store;
  }

  @Override
  public Store crashAndReopen(Doorbell doorbell) {
    Store dead = opened.get(opened.size() - 1);
    cut(latest());
    done(dead.close());
    return open(doorbell);
  }

  /** Closes every store. */
  void leave() {
    opened.forEach(store -> done(store.close()));
    opened.clear();
  }

  @Override
  public long rows(String table) {
    return Long.parseLong(schema.rows("SELECT count(*) FROM " + table).get(0));
  }

  @Override
  public void close() {
    leave();
    schema.close();
  }
}
