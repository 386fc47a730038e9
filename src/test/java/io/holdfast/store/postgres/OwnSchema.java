package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A schema in a real database, with somebody who looks into it; dropped at its end. */
public final class OwnSchema implements AutoCloseable {

  private final String server;
  private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
  private final PgConnection operator;

  /**
   * Makes one, empty. Blocks, as all here does.
   *
   * @param server {@code postgresql://…} of the database
   */
  public OwnSchema(Vertx vertx, String server) {
    this.server = server;
    this.operator = done(PgConnection.connect(vertx, server));
    say("CREATE SCHEMA " + name);
    say("SET search_path = " + name);
    say("SET client_min_messages = warning");
  }

  public String name() {
    return name;
  }

  /** {@code postgresql://…}, this schema included. */
  public String uri() {
    return within(server);
  }

  /** The same by another way to the database. */
  public String within(String uri) {
    return uri + (uri.contains("?") ? "&" : "?") + "search_path=" + name;
  }

  public void say(String sql) {
    done(operator.query(sql).execute());
  }

  /** The first column, as text. */
  public List<String> rows(String sql) {
    List<String> rows = new ArrayList<>();
    done(operator.query(sql).execute()).forEach(row -> rows.add(String.valueOf(row.getValue(0))));
    return rows;
  }

  @Override
  public void close() {
    say("DROP SCHEMA " + name + " CASCADE");
    done(operator.close());
  }
}
