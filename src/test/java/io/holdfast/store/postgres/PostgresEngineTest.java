package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.postgres.FaultProxy.AtCommit;
import io.holdfast.store.sql.Tx;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to a database behind a network: it goes away, and others have it open too. */
@DisplayName("The PostgreSQL engine")
class PostgresEngineTest {

  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 1_000);

  private static final Duration LEASE = Duration.ofSeconds(6);

  private final PostgresBackend backend = new PostgresBackend();
  private final FaultProxy proxy = new FaultProxy(backend.vertx(), backend.uri("tested"));
  private final List<Store> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(store -> done(store.close()));
    proxy.close();
    backend.close();
  }

  private Store open(String uri) {
    Store store =
        done(
            PostgresStore.open(
                backend.vertx(),
                PostgresStore.Access.of(uri),
                LEASE,
                new Rings(),
                new SimpleMeterRegistry()));
    opened.add(store);
    return store;
  }

  private static Inbound message(String id, String text) {
    Address address = new Address("web", "chat-" + id, "");
    return new Inbound(address, id, new Sender("ann", ""), text, List.of(), 0);
  }

  private static Future<Acceptance> accept(Store store, String id) {
    return store.accept(message(id, "text of " + id), ROUTE, "held", 1_000);
  }

  private static Future<Acceptance> answer(Store store, String id, String text) {
    return store.command(message(id, "/x"), facts -> List.of(new Change.Answer(text)), 1_000);
  }

  private static void assertNotReady(Future<?> future) {
    assertThat(catchThrowable(() -> done(future))).isInstanceOf(HoldfastException.NotReady.class);
  }

  private static boolean known(Store store, String id) {
    return !done(store.timeline("web", id)).isEmpty();
  }

  @Test
  @DisplayName("S41: accepts nothing while the database is away, and works again by itself")
  void comesBack() {
    Store store = open(proxy.uri());
    done(accept(store, "m1"));

    proxy.leave();
    assertNotReady(accept(store, "m2"));
    assertNotReady(store.counts());
    assertNotReady(store.beat("node", 1));

    proxy.comeBack();
    await()
        .untilAsserted(() -> assertThat(catchThrowable(() -> done(accept(store, "m3")))).isNull());
    await().untilAsserted(() -> assertThat(known(store, "m1")).isTrue());
    assertThat(known(store, "m2")).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(AtCommit.class)
  @DisplayName("finds out what became of a commit whose answer it never got:")
  void settlesDoubt(AtCommit what) {
    Store store = open(proxy.uri());
    done(accept(store, "m1"));

    proxy.atCommit(what);
    Future<Acceptance> doubtful = accept(store, "m2");
    await().until(() -> catchThrowable(() -> done(accept(store, "m3"))) != null);
    assertThat(doubtful.isComplete()).isFalse();

    proxy.comeBack();
    if (what == AtCommit.LOSE_ANSWER) {
      assertThat(((Accepted) done(doubtful)).duplicate()).isFalse();
      await().untilAsserted(() -> assertThat(known(store, "m2")).isTrue());
    } else {
      assertNotReady(doubtful);
      await().untilAsserted(() -> assertThat(known(store, "m2")).isFalse());
    }
  }

  @Test
  @DisplayName("believes nothing of a commit in doubt that the server may have lost in a crash")
  void serverMayHaveLostIt() {
    Store store = open(proxy.uri());
    done(accept(store, "m1"));

    proxy.atCommit(AtCommit.LOSE_ANSWER);
    Future<Acceptance> doubtful = accept(store, "m2");
    await().until(() -> catchThrowable(() -> done(accept(store, "m3"))) != null);
    // So does a crash.
    backend.say("SELECT pg_stat_reset_shared('bgwriter')");

    proxy.comeBack();
    assertNotReady(doubtful);
    await().untilAsserted(() -> assertThat(known(store, "m2")).isTrue());
    assertThat(((Accepted) done(accept(store, "m2"))).duplicate()).isTrue();
  }

  @Test
  @DisplayName("asks no standby anything, and goes back to the server that takes over by itself")
  void standby() {
    Store store = open(proxy.uri());
    done(accept(store, "m1"));

    proxy.leave();
    proxy.standby(true);
    proxy.comeBack();
    assertNotReady(accept(store, "m2"));
    assertNotReady(store.counts());

    proxy.standby(false);
    await()
        .untilAsserted(() -> assertThat(catchThrowable(() -> done(accept(store, "m3")))).isNull());
    await().untilAsserted(() -> assertThat(known(store, "m1")).isTrue());
  }

  @Test
  @DisplayName("S43: one that froze in a transaction holds the others up no longer than a while")
  void frozen() throws Exception {
    // The first makes the tables, in one transaction.
    Store other = open(backend.uri("other"));
    Store frozen = open(backend.uri("frozen") + "&idle_in_transaction_session_timeout=2000");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    Future<Acceptance> zombie =
        frozen.command(
            message("m1", "/x"),
            facts -> {
              begun.countDown();
              sleep(wakes);
              return List.of();
            },
            1_000);
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

    done(accept(other, "m2"));
    assertThat(zombie.isComplete()).isFalse();
    wakes.countDown();
    assertNotReady(zombie);
    assertThat(known(other, "m1")).isFalse();
    done(accept(frozen, "m3"));
  }

  private static void sleep(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("never has a delivery appear behind one that was seen, however many write at once")
  void inOrder() {
    List<Store> writers = List.of(open(backend.uri("first")), open(backend.uri("second")));
    Store reader = open(backend.uri("reader"));
    int each = 150;
    List<Future<Acceptance>> said =
        IntStream.range(0, 2 * each)
            .mapToObj(i -> answer(writers.get(i % 2), "m" + i, "answer " + i))
            .toList();
    List<String> seen = new ArrayList<>();
    long after = 0;
    boolean all = false;
    while (!all) {
      all = Future.all(said).isComplete();
      for (Delivery delivery : done(reader.due("web", Audience.everyone(), after, 1_000))) {
        after = delivery.seq();
        seen.add(delivery.content().text());
      }
    }
    assertThat(seen).hasSize(2 * each).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("keeps a text with the character NUL, and shows in its place that it was there")
  void withoutNul() {
    Store store = open(backend.uri("tested"));
    done(answer(store, "m1", "a\0b"));
    assertThat(done(store.due("web", Audience.everyone(), 0, 10)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a\uFFFDb");
  }

  @Test
  @DisplayName("leaves a database alone that a newer program has written")
  void newer() {
    done(open(backend.uri("tested")).close());
    backend.say("INSERT INTO " + backend.schema() + ".holdfast_schema VALUES (99)");
    assertThat(catchThrowable(() -> open(backend.uri("tested"))))
        .isInstanceOf(HoldfastException.StoreUnfit.class)
        .hasMessageContaining("schema version 99");
  }

  @Test
  @DisplayName("waits longer for its first connection: its own start may be what is slow")
  void slowAtFirst() {
    proxy.late(6_000);

    assertThat(known(open(proxy.uri()), "m1")).isFalse();
  }

  @Test
  @DisplayName("says which database is not within reach, and what is no address of one")
  void unreachable() {
    proxy.leave();
    assertThat(catchThrowable(() -> open(proxy.uri())))
        .isInstanceOf(HoldfastException.StoreAway.class)
        .hasMessageContaining("cannot open the database 127.0.0.1:");
    assertThat(catchThrowable(() -> open("jdbc:postgresql:x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean join(Tx tx, String node) throws SQLException {
    tx.db().run("INSERT INTO node (id, joined_at, beat_at) VALUES (?, 0, 0)", node);
    return true;
  }

  @Test
  @DisplayName(
      "lets that operation alone fail which the server refuses, though nobody waited for it")
  void refusesOne() {
    Engine engine =
        done(
            Engine.open(
                backend.vertx(),
                Session.options(PostgresStore.Access.of(backend.uri("tested"))),
                1,
                LEASE.toMillis(),
                new Rings(),
                new SimpleMeterRegistry()));
    CountDownLatch queued = new CountDownLatch(1);
    engine.write(
        tx -> {
          Blocked.await(queued);
          return true;
        });
    Future<Boolean> before = engine.write(tx -> join(tx, "before"));
    Future<Boolean> refused = engine.write(tx -> join(tx, "twice") && join(tx, "twice"));
    Future<Boolean> after = engine.write(tx -> join(tx, "after"));
    queued.countDown();

    assertThat(done(before)).isTrue();
    assertThat(done(after)).isTrue();
    assertThat(catchThrowable(() -> done(refused))).isNotNull();
    List<String> nodes =
        done(engine.read(db -> db.list("SELECT id FROM node", row -> row.getString(1))));
    assertThat(nodes).containsExactlyInAnyOrder("before", "after");
    done(engine.close());
  }
}
