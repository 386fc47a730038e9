package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.connector.Permit;
import io.holdfast.model.Audience;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Lease;
import io.holdfast.model.Made;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connector whose credential one process may use at a time")
class LeasedTest {

  private static final long LEASE = 6_000;

  private final Vertx vertx = Vertx.vertx();
  private final Deployments deployments = new Deployments(vertx);
  private final AtomicLong time = new AtomicLong(1_000);
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Permit> permits = new CopyOnWriteArrayList<>();

  private volatile String holder = "";
  private volatile long generation;
  private volatile boolean away;
  private volatile boolean broken;
  private volatile boolean stopping;
  private volatile Future<Void> goodbye = Future.succeededFuture();

  private final Store store =
      (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "lease" -> lease((String) arguments[1]);
                    case "giveUp" -> giveUp((String) arguments[1]);
                    case "due" -> Future.succeededFuture(List.of());
                    case "made", "glance" -> Future.succeededFuture(new Made(0, List.of()));
                    default -> throw new AssertionError(method);
                  });

  @AfterEach
  void close() {
    await(deployments.undeploy("connector.bot"));
    await(vertx.close());
  }

  private synchronized Future<Lease> lease(String node) {
    if (away) {
      return Future.failedFuture(new NotReady("the database is away"));
    }
    if (holder.isEmpty()) {
      generation++;
      holder = node;
    }
    return Future.succeededFuture(new Lease(holder, generation, LEASE));
  }

  private synchronized Future<Void> giveUp(String node) {
    events.add("given up");
    holder = holder.equals(node) ? "" : holder;
    return Future.succeededFuture();
  }

  /** What links to the platform. */
  private final class Bot extends VerticleBase {
    @Override
    public Future<?> start() {
      if (broken) {
        return Future.failedFuture("the platform says no");
      }
      events.add("linked");
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      return goodbye.onComplete(closed -> events.add("closed"));
    }
  }

  private Leased connector() {
    Leased.House house =
        new Leased.House(
            "me",
            store,
            deployments,
            used,
            new Tenure.Clocks(
                () -> Instant.ofEpochMilli(time.get()), () -> Instant.ofEpochMilli(time.get())),
            () -> stopping);
    return new Leased(
        "bot",
        "chat/token",
        house,
        permit -> {
          permits.add(permit);
          return new Bot();
        });
  }

  private Leased deploy() {
    Leased leased = connector();
    await(deployments.deploy("connector.bot", leased));
    return leased;
  }

  private static void eventually(ThrowingRunnable holds) {
    Awaitility.await().untilAsserted(holds);
  }

  /** Time passes in the connector's clocks, until that has shown. */
  private void passUntil(String... happened) {
    Awaitility.await()
        .until(
            () -> {
              time.addAndGet(50);
              return events.equals(List.of(happened));
            });
  }

  @Test
  @DisplayName("S52: idles while another node holds the lease, and links as soon as it is free")
  void idles() {
    holder = "other";
    Leased leased = deploy();
    assertThat(leased.idle()).contains("held by node other");
    assertThat(deployments.up("connector.bot")).isTrue();
    assertThat(events).isEmpty();

    holder = "";
    passUntil("linked");
    eventually(() -> assertThat(leased.idle()).isEmpty());
  }

  @Test
  @DisplayName("S52: is undeployed before a lease ends that cannot be renewed, and comes back")
  void losesTheDatabase() {
    Leased leased = deploy();
    away = true;
    time.addAndGet(3_900);
    assertThat(permits.get(0).mayStillSend(Duration.ofSeconds(2))).isTrue();
    assertThat(events).containsExactly("linked");
    time.addAndGet(200);
    eventually(() -> assertThat(events).containsExactly("linked", "closed"));
    assertThat(permits.get(0).mayStillSend(Duration.ZERO)).isTrue();
    eventually(() -> assertThat(leased.idle()).isPresent());

    away = false;
    passUntil("linked", "closed", "linked");
    assertThat(permits).hasSize(2);
  }

  @Test
  @DisplayName("stays linked as long as its lease is renewed")
  void renews() {
    deploy();
    for (int i = 0; i < 12; i++) {
      long before = time.get();
      time.addAndGet(2_000);
      // A renewal counts from the moment at which it was asked for.
      eventually(
          () ->
              assertThat(permits.get(0).mayStillSend(Duration.ofMillis(LEASE - 1)))
                  .as("renewed after %d", before)
                  .isTrue());
    }
    assertThat(events).containsExactly("linked");
  }

  @Test
  @DisplayName("S52: that wakes after its lease has ended sends nothing, gets nothing, and closes")
  void wakes() {
    Promise<Void> slow = Promise.promise();
    goodbye = slow.future();
    deploy();
    Permit permit = permits.get(0);
    Store guarded = GuardedStore.of(store, permit);
    assertThat(await(guarded.due("bot", Audience.everyone(), 0, 9))).isEmpty();
    assertThat(await(guarded.made("bot", Audience.everyone(), 0, 0, 9)).deliveries()).isEmpty();

    holder = "other";
    generation++;
    time.addAndGet(LEASE);
    assertThat(permit.mayStillSend(Duration.ZERO)).isFalse();
    assertThat(catchThrowable(() -> await(guarded.due("bot", Audience.everyone(), 0, 9))))
        .hasRootCauseInstanceOf(NotReady.class);
    assertThat(catchThrowable(() -> await(guarded.made("bot", Audience.everyone(), 0, 0, 9))))
        .hasRootCauseInstanceOf(NotReady.class);
    assertThat(catchThrowable(() -> await(guarded.saveCursor("bot", "old news"))))
        .hasRootCauseInstanceOf(NotReady.class);
    slow.complete();
    eventually(() -> assertThat(events).containsExactly("linked", "closed"));
  }

  @Test
  @DisplayName("closes its link when another one had the lease meanwhile, though it has it again")
  void generationChanged() {
    deploy();
    generation++;
    passUntil("linked", "closed", "linked");
    assertThat(permits).hasSize(2);
  }

  @Test
  @DisplayName("does not link again before its old link is closed")
  void oldOneFirst() {
    Promise<Void> slow = Promise.promise();
    goodbye = slow.future();
    deploy();
    generation++;
    time.addAndGet(2_000);
    eventually(() -> assertThat(deployments.up("linked.bot")).isFalse());
    time.addAndGet(2_000);
    assertThat(events).containsExactly("linked");
    slow.complete();
    passUntil("linked", "closed", "linked");
  }

  @Test
  @DisplayName("keeps its lease through a redeploy")
  void redeploys() {
    deploy();
    await(deployments.undeploy("connector.bot"));
    assertThat(holder).isEqualTo("me");
    deploy();
    assertThat(events).containsExactly("linked", "closed", "linked");
    assertThat(generation).isEqualTo(1);
  }

  @Test
  @DisplayName("S52: gives its lease up in a stop, once its link is closed")
  void stops() {
    deploy();
    stopping = true;
    await(deployments.undeploy("connector.bot"));
    assertThat(events).containsExactly("linked", "closed", "given up");
    assertThat(holder).isEmpty();
  }

  @Test
  @DisplayName("idles while another connector of its process uses the credential")
  void usedHere() {
    used.add("chat/token");
    Leased leased = deploy();
    assertThat(leased.idle()).contains("another connector of this node uses its credential");
    used.clear();
    passUntil("linked");
  }

  @Test
  @DisplayName("that does not start fails in a deployment, and leaves the lease to others later")
  void doesNotStart() {
    broken = true;
    assertThat(catchThrowable(this::deploy)).hasRootCauseMessage("the platform says no");
    assertThat(used).isEmpty();

    holder = "other";
    Leased leased = deploy();
    holder = "";
    passUntil("given up");
    assertThat(leased.idle()).contains("it does not start: the platform says no");
    broken = false;
    time.addAndGet(5_000);
    passUntil("given up", "linked");
  }
}
