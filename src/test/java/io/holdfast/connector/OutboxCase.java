package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Inbound;
import io.holdfast.model.Sender;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An outbox between a store that fails as it is told to and a platform that does. */
abstract class OutboxCase {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  final Loop loop = new Loop(vertx);
  private final Bus bus = new Bus(vertx);
  final List<Long> sentAt = new CopyOnWriteArrayList<>();
  final List<Post> sent = new CopyOnWriteArrayList<>();
  final List<Post> looked = new CopyOnWriteArrayList<>();
  final Queue<Future<String>> answers = new ConcurrentLinkedQueue<>();
  volatile Optional<String> there = Optional.empty();

  /** How many of the next calls fail of the method of the store that is named. */
  final AtomicInteger broken = new AtomicInteger();

  String breaks = "settle";
  Throwable fault = new NotReady("the disk is full");
  Runnable onFault = () -> {};
  volatile boolean permitted = true;

  /** By how much the clock was set back. */
  volatile Duration setBack = Duration.ZERO;

  final List<String> calledLate = new CopyOnWriteArrayList<>();

  Store store;
  int messages;

  /** Answers as it is told to, and says yes after that. */
  final Platform platform =
      new Platform() {
        @Override
        public Future<String> send(Post post) {
          sentAt.add(System.nanoTime());
          sent.add(post);
          if (post.text().equals("throws")) {
            throw new IllegalStateException("a fault of the connector");
          }
          Future<String> answer = answers.poll();
          return answer == null ? Future.succeededFuture("r" + sent.size()) : answer;
        }

        @Override
        public Future<Optional<String>> find(Post post) {
          looked.add(post);
          return Future.succeededFuture(there);
        }
      };

  @BeforeEach
  void open() {
    Path file = directory.resolve("holdfast.db");
    store = get(SqliteStore.open(vertx, file, bus, new SimpleMeterRegistry()));
    get(store.join("node-1", 1));
  }

  @AfterEach
  void close() {
    get(store.close());
    get(vertx.close());
  }

  static <T> T get(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  Outbox outbox(Window key, boolean findable) {
    Facts facts =
        new Facts(
            "Somewhere",
            Facts.Acknowledgement.NONE,
            Window.NONE,
            Optional.of("token"),
            Map.of(
                Facts.Operation.SEND, new Facts.Sending(key, findable),
                Facts.Operation.ATTACH, new Facts.Sending(key, findable)),
            new Facts.Text(200, Facts.Markup.PLAIN),
            Budget.FREE,
            Set.of());
    ConnectorServices services =
        FakeServices.of(
            vertx, breaking(), bus, () -> Instant.now().minus(setBack), timeout -> permitted);
    return loop.make(
        () -> {
          Outbox outbox =
              new Outbox(vertx, "bot", facts, platform, OnUnknown.AT_MOST_ONCE, services);
          outbox.open();
          return outbox;
        });
  }

  private Store breaking() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (!permitted) {
                calledLate.add(method.getName());
              }
              return method.getName().equals(breaks)
                      && broken.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                  ? failing()
                  : method.invoke(store, arguments);
            });
  }

  private Future<Object> failing() {
    onFault.run();
    return Future.failedFuture(fault);
  }

  void say(String chat, String text) {
    Address address = new Address("bot", chat, "");
    Inbound message =
        new Inbound(address, "m" + messages++, new Sender("ann", ""), "/x", List.of(), 0);
    get(store.command(message, facts -> List.of(new Change.Answer(text)), 1));
  }

  private List<String> states() {
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    List<String> states = new ArrayList<>();
    get(store.deliveries(any, new Piece("", 100)))
        .items()
        .forEach(delivery -> states.add(0, delivery.state().name()));
    return states;
  }

  void awaitStates(String... states) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsExactly(states));
  }

  List<String> texts() {
    return sent.stream().map(Post::text).toList();
  }
}
