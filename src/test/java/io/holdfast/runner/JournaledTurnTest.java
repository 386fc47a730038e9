package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S43: an attempt that waits for its INTENT")
class JournaledTurnTest {

  private static final Address CHAT = new Address("web", "chat-1", "");

  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Void>> intents = new ArrayList<>();
  private final List<String> effects = new ArrayList<>();
  private long now = 1_000;
  private final JournaledTurn turn = turn();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private JournaledTurn turn() {
    Claimed claimed = new Claimed(new AttemptId("t", 1), CHAT, List.of(), null, 0, 0);
    Stops stops = new Stops("n", () -> Duration.ofSeconds(1), () -> Instant.ofEpochMilli(now));
    RunnerServices services =
        new RunnerServices(
            "n",
            store(),
            new Bus(vertx),
            stops,
            () -> {
              throw new IllegalStateException("nothing is interrupted here");
            },
            () -> Instant.ofEpochMilli(now),
            new SimpleMeterRegistry());
    return new JournaledTurn(claimed, services, new Insistence(vertx));
  }

  /** It knows only of intents, which are answered by the test, and of results. */
  private Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "intend" -> asked();
                  case "record" -> Future.succeededFuture();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Future<Void> asked() {
    Promise<Void> intent = Promise.promise();
    intents.add(intent);
    return intent.future();
  }

  private Future<String> step() {
    return turn.step(
        "step-1",
        "step 1",
        StepPolicy.retry(),
        () -> {
          effects.add("step-1");
          return Future.succeededFuture("done");
        });
  }

  @Test
  @DisplayName("has its effect when the answer comes")
  void intended() {
    Future<String> step = step();
    intents.get(0).complete();

    assertThat(step.result()).isEqualTo("done");
    assertThat(effects).hasSize(1);
  }

  @Test
  @DisplayName("and is superseded meanwhile has no effect")
  void superseded() {
    Future<String> step = step();
    turn.end(Ending.SUPERSEDED);
    intents.get(0).complete();

    assertThat(step.cause()).isInstanceOf(HoldfastException.Fenced.class);
    assertThat(effects).isEmpty();
  }

  @Test
  @DisplayName("and was frozen for longer than a lease asks anew before its effect, and is fenced")
  void frozen() {
    Future<String> step = step();
    now += 7_000;
    intents.get(0).complete();

    assertThat(effects).isEmpty();
    intents.get(1).fail(new HoldfastException.Fenced(new AttemptId("t", 1)));

    assertThat(step.cause()).isInstanceOf(HoldfastException.Fenced.class);
    assertThat(effects).isEmpty();
  }

  @Test
  @DisplayName("and was frozen, and is still the current one, has its effect once")
  void frozenAndCurrent() {
    Future<String> step = step();
    now += 7_000;
    intents.get(0).complete();
    intents.get(1).complete();

    assertThat(step.result()).isEqualTo("done");
    assertThat(effects).hasSize(1);
  }
}
