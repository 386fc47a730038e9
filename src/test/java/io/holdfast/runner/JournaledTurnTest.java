package io.holdfast.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Door;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Message;
import io.holdfast.model.Sender;
import io.holdfast.model.Step;
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

@DisplayName("An attempt")
class JournaledTurnTest {

  private static final Address CHAT = new Address("web", "chat-1", "");

  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Void>> intents = new ArrayList<>();
  private final List<String> effects = new ArrayList<>();
  private final List<Message> came = new ArrayList<>();
  private Runnable whileTaking = () -> {};
  private int takes;
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
            connector -> Door.OPEN,
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
                  case "take" -> taking();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** What the store has for the turn, which is taken at once. */
  private Future<List<Message>> taking() {
    takes++;
    List<Message> taken = List.copyOf(came);
    came.clear();
    whileTaking.run();
    return Future.succeededFuture(taken);
  }

  private void say(String id) {
    Inbound inbound = new Inbound(CHAT, id, new Sender("ann", ""), "text", List.of(), 0);
    came.add(new Message("i-" + id, inbound, 0));
  }

  private List<String> take(String key) {
    return turn.steering(key).result().stream().map(m -> m.inbound().platformId()).toList();
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
  @DisplayName("S43: that waits for its INTENT has its effect when the answer comes")
  void intended() {
    Future<String> step = step();
    intents.get(0).complete();

    assertThat(step.result()).isEqualTo("done");
    assertThat(effects).hasSize(1);
  }

  @Test
  @DisplayName("S43: that is superseded meanwhile has no effect")
  void superseded() {
    Future<String> step = step();
    turn.end(Ending.SUPERSEDED);
    intents.get(0).complete();

    assertThat(step.cause()).isInstanceOf(HoldfastException.Fenced.class);
    assertThat(effects).isEmpty();
  }

  @Test
  @DisplayName("S43: frozen for longer than a lease asks anew before its effect, and is fenced")
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
  @DisplayName("S43: that was frozen, and is still the current one, has its effect once")
  void frozenAndCurrent() {
    Future<String> step = step();
    now += 7_000;
    intents.get(0).complete();
    intents.get(1).complete();

    assertThat(step.result()).isEqualTo("done");
    assertThat(effects).hasSize(1);
  }

  @Test
  @DisplayName("has a name that no taken messages could have")
  void named() {
    Future<String> step =
        turn.step("steering:1", "", StepPolicy.retry(), () -> Future.succeededFuture("done"));

    assertThat(step.cause()).isInstanceOf(IllegalArgumentException.class);
    assertThat(intents).isEmpty();
  }

  @Test
  @DisplayName("asks the store for what came only when it was told that something did")
  void takes() {
    assertThat(take("one")).isEmpty();
    assertThat(takes).isZero();
    say("m2");
    turn.came(1);

    assertThat(take("two")).containsExactly("m2");
    assertThat(turn.inReplyTo()).containsExactly("m2");
    assertThat(turn.steps()).singleElement().extracting(Step::key).isEqualTo("steering:two");
    assertThat(take("three")).isEmpty();
    turn.came(1);
    assertThat(take("four")).isEmpty();
    assertThat(takes).isEqualTo(2);
  }

  @Test
  @DisplayName("hears of what comes while it takes nothing")
  void hearsMeanwhile() {
    turn.came(1);
    whileTaking = () -> turn.came(1);
    assertThat(take("one")).isEmpty();
    say("m2");

    assertThat(take("two")).containsExactly("m2");
  }

  @Test
  @DisplayName("that is to end takes nothing")
  void endsWithoutTaking() {
    turn.came(1);
    turn.end(Ending.AT_BOUNDARY);

    assertThat(turn.steering("one").cause()).isInstanceOf(HoldfastException.Interrupted.class);
    assertThat(takes).isZero();
  }
}
