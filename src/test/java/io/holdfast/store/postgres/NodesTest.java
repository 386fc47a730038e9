package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Lease;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.Route;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.Stop;
import io.holdfast.model.Verdict;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.StoreContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What processes that share a database owe each other. */
@DisplayName("Of several nodes")
class NodesTest {

  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 1_000);

  /** One that runs out. */
  private static final Duration SHORT = Duration.ofMillis(400);

  /** One that is renewed in time, on a busy machine too. */
  private static final Duration SOME = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofMinutes(5);

  private final PostgresBackend backend = new PostgresBackend();
  private final List<Store> opened = new ArrayList<>();
  private final Rings rings = new Rings();
  private long now = 1_000;

  @AfterEach
  void close() {
    opened.forEach(store -> done(store.close()));
    backend.close();
  }

  /** A node that has joined. */
  private Store node(String name, Duration lease) {
    return node(name, lease, new Rings());
  }

  private Store node(String name, Duration lease, Rings bells) {
    Store store =
        done(
            PostgresStore.open(
                backend.vertx(),
                PostgresStore.Access.of(backend.uri(name)),
                lease,
                bells,
                new SimpleMeterRegistry()));
    opened.add(store);
    done(store.join(name, now));
    return store;
  }

  private Accepted accept(Store store, String id) {
    Inbound message =
        new Inbound(new Address("web", id, ""), id, new Sender("ann", ""), "x", List.of(), 0);
    return (Accepted) done(store.accept(message, ROUTE, "held", now));
  }

  private List<Claimed> claim(Store store, String node) {
    ClaimRequest request =
        new ClaimRequest(
            "agent",
            node,
            9,
            9,
            new ClaimRequest.Suspects(Integer.MAX_VALUE, 0),
            (reason, away, steps) -> Optional.empty());
    return done(store.claim(request, now));
  }

  private AttemptId running(Store store, String node, String id) {
    accept(store, id);
    return claim(store, node).get(0).attempt();
  }

  private Optional<Recovery> takeOver(Store store, String node) {
    return done(store.takeOver(node, orphan -> new Verdict.Resume(), now));
  }

  private void finish(Store store, AttemptId attempt) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, "done", List.of()));
    done(store.finish(attempt, Outcome.done("done"), says, now));
  }

  private void assertFenced(Store store, AttemptId attempt) {
    assertThat(catchThrowable(() -> finish(store, attempt)))
        .isInstanceOf(HoldfastException.Fenced.class);
  }

  @Test
  @DisplayName("one that lives keeps its turns, whoever looks and whoever comes")
  void alive() {
    Store first = node("first", LONG);
    AttemptId attempt = running(first, "first", "m1");
    Store second = node("second", LONG);

    assertThat(takeOver(second, "second")).isEmpty();
    assertThat(done(second.recover("second", orphan -> new Verdict.Resume(), now)).resumed())
        .isEmpty();
    assertThat(claim(second, "second")).isEmpty();
    finish(first, attempt);
  }

  @Test
  @DisplayName(
      "S43: one whose lease has run out loses its turns once, and its writes change nothing")
  void zombie() {
    Store zombie = node("zombie", SHORT);
    AttemptId old = running(zombie, "zombie", "m1");
    Store heir = node("heir", LONG);

    await().until(() -> takeOver(heir, "heir").isPresent());
    assertThat(takeOver(heir, "heir")).isEmpty();
    Claimed anew = claim(heir, "heir").get(0);
    assertThat(anew.resumed()).isEqualTo(Reason.FAILOVER);
    assertThat(anew.attempt()).isEqualTo(new AttemptId(old.turn(), old.number() + 1));

    assertFenced(zombie, old);
    accept(zombie, "m2");
    assertThat(claim(zombie, "zombie")).isEmpty();
    done(zombie.beat("zombie", now));
    assertThat(claim(zombie, "zombie")).hasSize(1);
    finish(heir, anew.attempt());
  }

  @Test
  @DisplayName("one that gives signs of life is not taken for dead, for longer than its lease")
  void beats() {
    Store second = node("second", LONG);
    Store first = node("first", SOME);
    AttemptId attempt = running(first, "first", "m1");

    long end = System.nanoTime() + SOME.plus(SHORT).toNanos();
    while (System.nanoTime() < end) {
      done(first.beat("first", now));
      assertThat(takeOver(second, "second")).isEmpty();
    }
    finish(first, attempt);
  }

  @Test
  @DisplayName("one gives its signs of life also while another holds up all that is written")
  void beatsBeside() throws Exception {
    Store first = node("first", LONG);
    Store second = node("second", LONG);
    try (Blocked blocked = Blocked.by(second)) {
      done(first.beat("first", now));
      assertThat(first.leave("nobody", now).isComplete()).isFalse();
      blocked.wake();
    }
  }

  @Test
  @DisplayName("one that drains hands on at once what it releases, and its stop is its own")
  void drains() {
    Store leaving = node("leaving", LONG);
    Store staying = node("staying", LONG, rings);
    AttemptId attempt = running(leaving, "leaving", "m1");
    Stop stop = new Stop("leaving.1", "leaving", Scope.everything(), Reason.RESTART);
    done(leaving.draining(stop, now));
    done(leaving.mark(stop, now));
    done(leaving.tell(stop, "restarting", 4, now));
    assertThat(takeOver(staying, "staying")).isEmpty();
    await().untilAsserted(() -> assertThat(rings.heard()).contains("work agent"));
    rings.forget();

    done(leaving.release(attempt, now));
    await().untilAsserted(() -> assertThat(rings.heard()).contains("work agent"));
    assertThat(claim(leaving, "leaving")).isEmpty();
    Claimed anew = claim(staying, "staying").get(0);
    assertThat(anew.resumed()).isEqualTo(Reason.RESTART);
    done(leaving.leave("leaving", now));
    finish(staying, anew.attempt());
  }

  @Test
  @DisplayName("one that left with turns still running is seen to, though its lease goes on")
  void leftWithTurns() {
    Store leaving = node("leaving", LONG);
    Store staying = node("staying", LONG);
    running(leaving, "leaving", "m1");
    done(leaving.leave("leaving", now));

    assertThat(takeOver(staying, "staying")).isPresent();
    assertThat(claim(staying, "staying")).hasSize(1);
  }

  private static Lease lease(Store store, String node) {
    return done(store.lease("chat/token", node));
  }

  @Test
  @DisplayName("S52: one holds a lease as long as it renews it, and who else asks is told who does")
  void leases() {
    Store second = node("second", LONG);
    Store first = node("first", SOME);
    assertThat(lease(first, "first").left()).isEqualTo(SOME.toMillis());

    long end = System.nanoTime() + SOME.plus(SHORT).toNanos();
    while (System.nanoTime() < end) {
      assertThat(lease(first, "first").generation()).isEqualTo(1);
      Lease told = lease(second, "second");
      assertThat(told.holder()).isEqualTo("first");
      assertThat(told.left()).isPositive().isLessThanOrEqualTo(SOME.toMillis());
    }
  }

  @Test
  @DisplayName(
      "S52: what is not renewed goes to another one, and never back while that one holds it")
  void leaseRunsOut() {
    Store zombie = node("zombie", SHORT);
    Store heir = node("heir", LONG);
    lease(zombie, "zombie");

    await().until(() -> lease(heir, "heir").heldBy("heir"));
    assertThat(lease(zombie, "zombie").holder()).isEqualTo("heir");
    done(zombie.giveUp("chat/token", "zombie"));
    Lease kept = lease(heir, "heir");
    assertThat(kept.generation()).isEqualTo(2);
    assertThat(kept.left()).isEqualTo(LONG.toMillis());
  }

  @Test
  @DisplayName("S52: what one gives up another one has at once, and not what it only left with")
  void leaseGivenUp() {
    Store first = node("first", LONG);
    Store second = node("second", LONG);
    lease(first, "first");
    done(first.giveUp("chat/token", "first"));
    assertThat(lease(second, "second").generation()).isEqualTo(2);

    done(second.leave("second", now));
    assertThat(lease(first, "first").holder()).isEqualTo("second");
  }

  @Test
  @DisplayName("S52: of many that ask at the same moment one gets it")
  void leaseRace() {
    List<Store> stores = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      stores.add(node(name, LONG));
    }
    for (int round = 1; round <= 20; round++) {
      String name = "chat/" + round;
      List<Future<Lease>> asked = new ArrayList<>();
      for (int i = 0; i < stores.size(); i++) {
        asked.add(stores.get(i).lease(name, "abcd".substring(i, i + 1)));
      }
      List<Lease> told = asked.stream().map(StoreContract::done).toList();
      assertThat(told).extracting(Lease::holder).containsOnly(told.get(0).holder());
      assertThat(told).extracting(Lease::generation).containsOnly(1L);
    }
  }

  @Test
  @DisplayName("one renews its lease also while another holds up all that is written")
  void leasesBeside() throws Exception {
    Store first = node("first", LONG);
    Store second = node("second", LONG);
    lease(first, "first");
    try (Blocked blocked = Blocked.by(second)) {
      assertThat(lease(first, "first").generation()).isEqualTo(1);
      blocked.wake();
    }
  }

  @Test
  @DisplayName("each is shown what another one shows, of the same thing the last, in order")
  void shows() {
    Rings watcher = new Rings();
    node("first", LONG, rings);
    node("second", LONG, watcher);
    backend
        .vertx()
        .runOnContext(
            atOnce -> {
              rings.show("a", "1");
              rings.show("b", "2");
              rings.show("a", "3");
              rings.show("long", "x".repeat(9_000));
            });
    await().untilAsserted(() -> assertThat(watcher.heard()).containsExactly("shown 2", "shown 3"));
    assertThat(rings.heard()).isEmpty();
  }

  @Test
  @DisplayName("one that shows too much at a time is seen in part, and what it rings is heard")
  void showsTooMuch() {
    Rings watcher = new Rings();
    Store first = node("first", LONG, rings);
    node("second", LONG, watcher);
    for (int i = 0; i < 2_000; i++) {
      rings.show("a" + i, "x".repeat(1_000) + i);
    }
    accept(first, "m1");
    await().untilAsserted(() -> assertThat(watcher.heard()).contains("work agent"));
    assertThat(watcher.heard()).hasSizeBetween(2, 1_500);
  }

  @Test
  @DisplayName("each hears of what another one has committed")
  void rings() {
    node("first", LONG, rings);
    Store second = node("second", LONG);
    accept(second, "m1");
    await().untilAsserted(() -> assertThat(rings.heard()).contains("work agent"));
  }
}
