package io.holdfast.store.sql;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.store.Rings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A writer that does not know what became of a commit")
class WriterTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile boolean loses = true;
  private volatile Optional<Boolean> fate = Optional.empty();
  private final Writer writer =
      new Writer(transactions(), 1, new Rings(), new SimpleMeterRegistry());
  private final Thread thread = new Thread(this::serve, "writer-under-test");

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    writer.close();
    thread.join();
    done(vertx.close());
  }

  private void serve() {
    try {
      writer.serve();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database that is within reach, and that only has not yet said what became of the first. */
  private Transactions transactions() {
    return (Transactions)
        Proxy.newProxyInstance(
            Transactions.class.getClassLoader(),
            new Class<?>[] {Transactions.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "begin" -> begun.incrementAndGet();
                  case "commit" -> commit();
                  case "committed" -> fate;
                  case "diagnosis" -> new Plain();
                  default -> throw new IllegalStateException(method.getName());
                });
  }

  private boolean commit() throws SQLException {
    if (loses) {
      loses = false;
      throw new InDoubt(new SQLException("lost"));
    }
    return true;
  }

  private Future<String> submit(String result) {
    return writer.submit((ContextInternal) vertx.getOrCreateContext(), tx -> result);
  }

  private static void assertNotReady(Future<?> future) {
    assertThat(catchThrowable(() -> done(future))).isInstanceOf(NotReady.class);
  }

  @Test
  @DisplayName("begins no other one before it knows: that is the one it would ask about then")
  void beginsNothing() {
    Future<String> first = submit("first");
    assertNotReady(submit("second"));
    assertNotReady(submit("third"));
    assertThat(first.isComplete()).isFalse();
    assertThat(begun).hasValue(1);
  }

  @ParameterizedTest(name = "committed: {0}")
  @ValueSource(booleans = {true, false})
  @DisplayName("tells those who wait once it knows, and goes on")
  void goesOn(boolean committed) {
    Future<String> first = submit("first");
    assertNotReady(submit("second"));
    fate = Optional.of(committed);
    if (committed) {
      assertThat(done(first)).isEqualTo("first");
    } else {
      assertNotReady(first);
    }
    assertThat(done(submit("third"))).isEqualTo("third");
  }
}
