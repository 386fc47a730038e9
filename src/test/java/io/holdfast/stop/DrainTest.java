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
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("A drain at its deadline")
class DrainTest {

  private static final RunningTurn TURN =
      new RunningTurn(new AttemptId("t", 1), new Address("web", "a", ""), false, false);

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
  @DisplayName("is silent about a turn that has ended before it could be released")
  void ended() throws Exception {
    settle(Future.succeededFuture(), Future.failedFuture(new HoldfastException.Fenced(attempt())));
    assertThat(warnings()).isEmpty();
  }

  @Test
  @DisplayName("says what could not be released, and how long it waited for an agent")
  void failed() throws Exception {
    settle(Promise.<Void>promise().future(), Future.failedFuture(new IllegalStateException("no")));
    assertThat(warnings())
        .hasSize(2)
        .anyMatch(line -> line.matches("drain=abandon stop=n.1 failed=took longer than \\d+ ms"))
        .anyMatch(line -> line.endsWith("failed=java.lang.IllegalStateException: no"));
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
    InstantSource clock = InstantSource.system();
    Stops stops = new Stops("n", () -> Duration.ofMillis(300), clock);
    Stops.Plan plan = stops.everything(Reason.SHUTDOWN, Set.of());
    new Drain(vertx, store(released), clock, stops, plan)
        .settle(new Busy(abandoned))
        .await(60, TimeUnit.SECONDS);
  }

  /** One turn runs in it for ever. */
  private static Store store(Future<Void> released) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "running" -> Future.succeededFuture(List.of(TURN));
                  case "release" -> released;
                  default -> Future.succeededFuture(0);
                });
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
