package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outcome;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where journals and timelines lie, and how they go. */
@DisplayName("Of the stretches of time")
class StretchesTest {

  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 1_000);
  private static final long DAY = 86_400_000;

  private final PostgresBackend backend = new PostgresBackend();
  private Store store;
  private long now = 100 * DAY;

  @BeforeEach
  void open() {
    store = backend.open(new Rings());
    done(store.join("node", now));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private String turn(String id) {
    Inbound message =
        new Inbound(new Address("web", id, ""), id, new Sender("ann", ""), "x", List.of(), 0);
    Accepted accepted = (Accepted) done(store.accept(message, ROUTE, "held", now));
    ClaimRequest request =
        new ClaimRequest(
            "agent",
            "node",
            9,
            9,
            new ClaimRequest.Suspects(Integer.MAX_VALUE, 0),
            (reason, away, steps) -> Optional.empty());
    Claimed claimed = done(store.claim(request, now)).get(0);
    done(store.intend(claimed.attempt(), "a", "a", now));
    done(store.record(claimed.attempt(), "a", "done", now));
    done(store.finish(claimed.attempt(), Outcome.done("done"), List.of(), now));
    return accepted.turn();
  }

  private long number(PgConnection operator, String sql) {
    Row row = done(operator.query(sql).execute()).iterator().next();
    return row.getLong(0);
  }

  private PgConnection operator() {
    return done(PgConnection.connect(backend.vertx(), backend.uri("operator")));
  }

  @Test
  @DisplayName(
      "each has its own partitions, the rest is empty, and all nodes may begin one at once")
  void partitions() {
    turn("m1");
    Store other = backend.open(new Rings());
    for (int day = 0; day < 3; day++) {
      now += DAY;
      done(
          Future.all(
              IntStream.range(0, 6)
                  .mapToObj(i -> (i % 2 == 0 ? store : other).forget(0, now))
                  .toList()));
      turn("day-" + day);
    }

    PgConnection operator = operator();
    assertThat(number(operator, "SELECT count(*) FROM stretch")).isEqualTo(4);
    for (int stretch = 0; stretch < 4; stretch++) {
      assertThat(number(operator, "SELECT count(*) FROM step_" + stretch)).isEqualTo(1);
      assertThat(number(operator, "SELECT count(*) FROM timeline_" + stretch)).isEqualTo(2);
    }
    assertThat(number(operator, "SELECT count(*) FROM step_rest")).isZero();
    done(operator.close());
  }

  @Test
  @DisplayName("one that somebody reads stays until he is done, and nobody waits for him")
  void read() {
    String old = turn("m1");
    now += DAY;
    done(store.forget(0, now));
    PgConnection reader = operator();
    done(reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute());
    assertThat(number(reader, "SELECT count(*) FROM step")).isEqualTo(1);

    now += 3 * DAY;
    assertThat(done(store.forget(now - DAY, now))).isZero();
    turn("m2");
    assertThat(done(store.journal(old))).hasSize(1);

    done(reader.query("COMMIT").execute());
    assertThat(done(store.forget(now - DAY, now))).isEqualTo(1);
    assertThat(done(store.journal(old))).isEmpty();
    PgConnection operator = operator();
    assertThat(
            number(
                operator,
                "SELECT count(*) FROM pg_class WHERE relname = 'step_0'"
                    + " AND relnamespace = CAST(current_schema() AS regnamespace)"))
        .isZero();
    done(operator.close());
    done(reader.close());
  }

  @Test
  @DisplayName("a beginning that was cut short is taken up by the next look, and loses no row")
  void cutShort() {
    PgConnection operator = operator();
    done(operator.query("SELECT setval('turn_seq_seq', 5 * 1099511627776, false)").execute());
    String stray = turn("m1");
    assertThat(number(operator, "SELECT count(*) FROM step_rest")).isEqualTo(1);
    assertThat(done(store.journal(stray))).hasSize(1);

    now += 5 * DAY;
    assertThat(done(store.forget(now - DAY, now))).isEqualTo(1);
    assertThat(done(store.journal(stray))).isEmpty();
    turn("m2");
    done(operator.close());
  }

  @Test
  @DisplayName("the signs of life of a node change no index")
  void heartbeats() {
    PgConnection operator = operator();
    String changed =
        "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'node'"
            + " AND schemaname = current_schema()";
    // As many as its page has room for, whoever else holds on to an old state of the database.
    for (int i = 0; i < 30; i++) {
      done(store.beat("node", now + i));
    }
    done(store.close());
    await()
        .untilAsserted(
            () -> {
              Row row = done(operator.query(changed).execute()).iterator().next();
              assertThat(row.getLong(0)).isGreaterThanOrEqualTo(30);
              assertThat(row.getLong(1)).isEqualTo(row.getLong(0));
            });
    done(operator.close());
  }
}
