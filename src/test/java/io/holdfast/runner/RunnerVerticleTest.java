package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.bus.Bus;
import io.holdfast.config.Block;
import io.holdfast.config.Config.Resume;
import io.holdfast.config.Config.ResumeNotice;
import io.holdfast.config.Settings;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Door;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a runner keeps for a turn that asked")
class RunnerVerticleTest {

  private static final AttemptId ASKED = new AttemptId("t", 1);
  private static final AttemptId NEXT = new AttemptId("t", 2);
  private static final Address CHAT = new Address("web", "a", "");
  private static final Resume RESUME =
      new Resume(3, Duration.ofHours(24), ResumeNotice.NEVER, Duration.ofSeconds(30));

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx);
  private final Queue<Promise<List<Claimed>>> claims = new ConcurrentLinkedQueue<>();
  private final Queue<Promise<Optional<TurnDetail>>> looks = new ConcurrentLinkedQueue<>();
  private final List<String> letGo = new CopyOnWriteArrayList<>();
  private volatile boolean busy = true;
  private volatile AttemptId kept = ASKED;

  @AfterEach
  void close() {
    busy = false;
    Loop.await(vertx.close());
  }

  /** The store answers when the test says so; once it is not busy any more there is nothing. */
  private Object call(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "claim" -> busy ? held(claims) : Future.succeededFuture(List.of());
      case "turn" -> held(looks);
      case "running" -> Future.succeededFuture(List.of());
      case "journal" -> Promise.promise().future();
      default -> Future.succeededFuture();
    };
  }

  private static <T> Future<T> held(Queue<Promise<T>> asked) {
    Promise<T> promise = ContextInternal.current().promise();
    asked.add(promise);
    return promise.future();
  }

  private void start() {
    Store store =
        (Store)
            Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, this::call);
    RunnerServices services =
        new RunnerServices(
            "node",
            store,
            bus,
            new Stops("node", () -> Duration.ZERO, InstantSource.system()),
            () -> new LoopBreaker(RESUME),
            connector -> Door.OPEN,
            InstantSource.system(),
            new SimpleMeterRegistry());
    RunnerType type = new RunnerType("keeper", (owner, settings) -> new Keeper());
    Settings settings =
        new Settings(new JsonObject().put("max-turns", 2).put("turn-timeout", "1m"));
    Loop.await(
        vertx.deployVerticle(
            new RunnerVerticle(new Block("demo", "keeper", settings), type, services)));
  }

  private final class Keeper implements Runner {

    @Override
    public Future<Outcome> run(TurnContext turn) {
      return Future.succeededFuture(Outcome.done(""));
    }

    @Override
    public List<AttemptId> kept() {
      return List.of(kept);
    }

    @Override
    public void letGo(String turn) {
      letGo.add(turn);
    }
  }

  private static <T> Promise<T> next(Queue<Promise<T>> asked) {
    return await().until(asked::poll, promise -> promise != null);
  }

  /** What the store says of the turn: somebody has claimed it again. */
  private static Optional<TurnDetail> claimed() {
    TurnView turn =
        new TurnView(
            NEXT.turn(),
            "web/a",
            CHAT,
            "demo",
            TurnState.RUNNING,
            false,
            NEXT.number(),
            0,
            0,
            "node",
            Optional.empty(),
            0,
            0);
    return Optional.of(new TurnDetail(turn, List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  @DisplayName("is not let go while the turn may be on its way here; is when it went elsewhere")
  void whileClaiming() {
    start();
    Promise<List<Claimed>> claim = next(claims);
    bus.missed();
    next(looks).complete(claimed());
    bus.missed();
    Promise<Optional<TurnDetail>> look = next(looks);
    assertThat(letGo).isEmpty();
    busy = false;
    claim.complete(List.of());
    look.complete(claimed());
    await().until(() -> letGo.contains("t"));
  }

  @Test
  @DisplayName("is not let go before the turn that came here has taken it up")
  void whileLoading() {
    start();
    Promise<List<Claimed>> claim = next(claims);
    busy = false;
    claim.complete(List.of(new Claimed(NEXT, CHAT, List.of(), Reason.SHUTDOWN, 0, 0)));
    bus.missed();
    next(looks).complete(claimed());
    bus.missed();
    next(looks);
    assertThat(letGo).isEmpty();
  }

  @Test
  @DisplayName("is not let go where that is of a later question, and the look of an earlier one")
  void askedAgain() {
    busy = false;
    start();
    bus.missed();
    Promise<Optional<TurnDetail>> look = next(looks);
    kept = NEXT;
    look.complete(claimed());
    bus.missed();
    next(looks);
    assertThat(letGo).isEmpty();
  }
}
