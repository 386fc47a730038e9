package io.holdfast.nodes;

import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.Config.Resume;
import io.holdfast.config.Config.ResumeNotice;
import io.holdfast.config.Settings;
import io.holdfast.connector.Budget;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Facts;
import io.holdfast.connector.FakeServices;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Outbox;
import io.holdfast.connector.Window;
import io.holdfast.model.Door;
import io.holdfast.model.Outcome;
import io.holdfast.runner.RunnerServices;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.RunnerVerticle;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When bells of other nodes may have been missed")
class MissedBellsTest {

  /** So often nobody looks in the time that is waited, unless he is told to. */
  private static final int OFTEN = 100;

  private static final Set<String> LISTS = Set.of("claim", "running", "heads");

  private static final Resume RESUME =
      new Resume(3, Duration.ofHours(24), ResumeNotice.NEVER, Duration.ofSeconds(30));

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final AtomicInteger looks = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** One in which there is nothing; it counts the calls of a method. */
  private Store empty(String counted) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(counted)) {
                looks.incrementAndGet();
              }
              boolean lists = LISTS.contains(method.getName());
              return lists ? Future.succeededFuture(List.of()) : Future.succeededFuture();
            });
  }

  private void awaitLooks() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              bus.missed();
              return looks.get() > OFTEN;
            });
  }

  private void runner(String counted) throws Exception {
    RunnerServices services =
        new RunnerServices(
            "node",
            empty(counted),
            bus,
            new Stops("node", () -> Duration.ZERO, InstantSource.system()),
            () -> new LoopBreaker(RESUME),
            connector -> Door.OPEN,
            InstantSource.system(),
            new SimpleMeterRegistry());
    RunnerType type =
        new RunnerType(
            "idle", (owner, settings) -> turn -> Future.succeededFuture(Outcome.done("")));
    Settings settings =
        new Settings(new JsonObject().put("max-turns", 1).put("turn-timeout", "1m"));
    RunnerVerticle runner = new RunnerVerticle(new Block("demo", "idle", settings), type, services);
    vertx.deployVerticle(runner).await(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("a runner looks for turns")
  void forTurns() throws Exception {
    runner("claim");
    awaitLooks();
  }

  @Test
  @DisplayName("a runner looks what has become of those that it works on")
  void forControl() throws Exception {
    runner("running");
    awaitLooks();
  }

  @Test
  @DisplayName("an outbox looks for what is due")
  void forDeliveries() {
    Facts facts =
        new Facts(
            "Somewhere",
            Facts.Acknowledgement.NONE,
            Window.NONE,
            Optional.of("token"),
            Map.of(),
            new Facts.Text(200, Facts.Markup.PLAIN),
            Budget.FREE,
            Set.of());
    ConnectorServices services = FakeServices.of(vertx, empty("heads"), bus);
    new Loop(vertx)
        .run(
            () ->
                new Outbox(
                        vertx,
                        "bot",
                        facts,
                        post -> Future.succeededFuture("r"),
                        OnUnknown.AT_MOST_ONCE,
                        services)
                    .open());
    awaitLooks();
  }
}
