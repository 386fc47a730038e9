package io.holdfast.stop;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.model.RunningTurn;
import io.holdfast.retry.Hasty;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("A drain")
class DrainTest {

  private static final RunningTurn TURN =
      new RunningTurn(new AttemptId("t", 1), new Address("web", "a", ""), false, false, 0);

  private final Vertx vertx = Vertx.vertx();
  private final Logger log = (Logger) LoggerFactory.getLogger(Drain.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void close() throws Exception {
    log.detachAppender(lines);
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("at its deadline is silent about a turn that has ended before it could be released")
  void ended() throws Exception {
    settle(Future.succeededFuture(), Future.failedFuture(new HoldfastException.Fenced(attempt())));
    assertThat(warnings()).isEmpty();
  }

  @Test
  @DisplayName(
      "at its deadline says what could not be released, and how long it waited for an agent")
  void failed() throws Exception {
    settle(Promise.<Void>promise().future(), Future.failedFuture(new IllegalStateException("no")));
    assertThat(warnings())
        .hasSize(2)
        .anyMatch(line -> line.matches("drain=abandon stop=n.1 failed=took longer than \\d+ ms"))
        .anyMatch(line -> line.endsWith("failed=java.lang.IllegalStateException: no"));
  }

  @Test
  @DisplayName("S32: ends at its deadline, also when the clock is set back a day meanwhile")
  void setBack() throws Exception {
    SetBack clock = new SetBack();
    drain(
            clock,
            Duration.ofMillis(300),
            store(clock.whenAsked(() -> List.of(TURN)), Future::succeededFuture))
        .settle(new Busy(Future.succeededFuture()))
        .await(60, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("looks again for a turn that got lost, also when the clock is set back a day")
  void lostAndSetBack() throws Exception {
    SetBack clock = new SetBack();
    AtomicBoolean released = new AtomicBoolean();
    Supplier<List<RunningTurn>> running = () -> released.get() ? List.of() : List.of(TURN);
    Store store =
        store(
            clock.whenAsked(running),
            () -> {
              released.set(true);
              return Future.succeededFuture();
            });
    drain(clock, Duration.ofHours(1), store).settle(new Idle()).await(60, TimeUnit.SECONDS);
    assertThat(released).isTrue();
  }

  @Test
  @DisplayName("S32: ends when its turn does, also after many hours")
  void lastsForHours() throws Exception {
    Lasting workload = new Lasting(new AtomicInteger(50_000));
    Stops stops = new Stops("n", () -> Duration.ofHours(24), InstantSource.system());
    new Drain(
            Hasty.of(vertx),
            store(() -> workload.busy() ? List.of(TURN) : List.of(), Future::succeededFuture),
            InstantSource.system(),
            stops,
            stops.everything(Reason.SHUTDOWN, Set.of()))
        .settle(workload)
        .await(60, TimeUnit.SECONDS);
    assertThat(workload.busy()).isFalse();
  }

  private static AttemptId attempt() {
    return TURN.attempt();
  }

  private List<String> warnings() {
    return lines.list.stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void settle(Future<Void> abandoned, Future<Void> released) throws Exception {
    drain(
            InstantSource.system(),
            Duration.ofMillis(300),
            store(() -> List.of(TURN), () -> released))
        .settle(new Busy(abandoned))
        .await(60, TimeUnit.SECONDS);
  }

  private Drain drain(InstantSource clock, Duration budget, Store store) {
    Stops stops = new Stops("n", () -> budget, clock);
    return new Drain(vertx, store, clock, stops, stops.everything(Reason.SHUTDOWN, Set.of()));
  }

  private static Store store(Supplier<List<RunningTurn>> running, Supplier<Future<Void>> release) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "running" -> Future.succeededFuture(running.get());
                  case "release" -> release.get();
                  default -> Future.succeededFuture(0);
                });
  }

  /** Right until somebody asks, a day behind ever after. */
  private static final class SetBack implements InstantSource {
    private volatile boolean back;

    <T> Supplier<T> whenAsked(Supplier<T> answer) {
      return () -> {
        back = true;
        return answer.get();
      };
    }

    @Override
    public Instant instant() {
      return back ? Instant.now().minus(Duration.ofDays(1)) : Instant.now();
    }
  }

  private record Idle() implements Workload {
    @Override
    public Set<String> inFlight() {
      return Set.of();
    }

    @Override
    public void stopAtBoundary() {}

    @Override
    public Future<Void> abandon() {
      return Future.succeededFuture();
    }
  }

  /** Has ended once it was looked at so often. */
  private record Lasting(AtomicInteger looks) implements Workload {

    boolean busy() {
      return looks.get() > 0;
    }

    @Override
    public Set<String> inFlight() {
      return looks.decrementAndGet() > 0 ? Set.of(attempt().turn()) : Set.of();
    }

    @Override
    public void stopAtBoundary() {}

    @Override
    public Future<Void> abandon() {
      return Future.succeededFuture();
    }
  }

  private record Busy(Future<Void> abandoned) implements Workload {
    @Override
    public Set<String> inFlight() {
      return Set.of(attempt().turn());
    }

    @Override
    public void stopAtBoundary() {}

    @Override
    public Future<Void> abandon() {
      return abandoned;
    }
  }
}
