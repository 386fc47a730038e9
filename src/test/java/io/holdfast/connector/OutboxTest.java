package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Sender;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An outbox")
class OutboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Bus bus = new Bus(vertx);
  private final List<Post> sent = new CopyOnWriteArrayList<>();
  private final List<Post> looked = new CopyOnWriteArrayList<>();
  private final Queue<Future<String>> answers = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> there = Optional.empty();

  /** How many of the next settlements the store does not commit. */
  private final AtomicInteger broken = new AtomicInteger();

  private Store store;
  private int messages;

  /** Answers as it is told to, and says yes after that. */
  private final Platform platform =
      new Platform() {
        @Override
        public Future<String> send(Post post) {
          sent.add(post);
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

  private static <T> T get(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Outbox outbox(Window key, boolean findable) {
    Facts facts =
        new Facts(
            "Somewhere",
            Facts.Acknowledgement.NONE,
            Window.NONE,
            Optional.of("token"),
            Map.of(Facts.Operation.SEND, new Facts.Sending(key, findable)),
            new Facts.Text(200, Facts.Markup.PLAIN),
            Budget.FREE,
            Set.of());
    ConnectorServices services =
        new ConnectorServices(
            breaking(),
            bus,
            HttpGate.create(vertx, new HttpServerOptions()),
            () -> new Routes(List.of()),
            InstantSource.system(),
            new SimpleMeterRegistry(),
            () -> Reason.SHUTDOWN,
            timeout -> true);
    return get(
        Future.future(
            (Promise<Outbox> made) ->
                context.runOnContext(
                    on -> {
                      Outbox outbox =
                          new Outbox(
                              vertx, "bot", facts, platform, OnUnknown.AT_MOST_ONCE, services);
                      outbox.open();
                      made.complete(outbox);
                    })));
  }

  private Store breaking() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                method.getName().equals("settle")
                        && broken.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                    ? Future.failedFuture(new NotReady("the disk is full"))
                    : method.invoke(store, arguments));
  }

  private void say(String chat, String text) {
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

  private void awaitStates(String... states) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsExactly(states));
  }

  private List<String> texts() {
    return sent.stream().map(Post::text).toList();
  }

  @Test
  @DisplayName("S16: finds out what the platform has, and does not send that again")
  void found() {
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    there = Optional.of("r0");
    say("a", "one");
    outbox(Window.NONE, true);
    awaitStates("SENT");
    assertThat(sent).hasSize(1);
    assertThat(looked).extracting(Post::key).containsExactly(sent.get(0).key());
    assertThat(looked.get(0).triedAt()).isPositive();
  }

  @Test
  @DisplayName("S16: sends again under the same key what the platform has not")
  void notFound() {
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    say("a", "one");
    outbox(Window.NONE, true);
    awaitStates("SENT");
    assertThat(sent).extracting(Post::key).hasSize(2).containsOnly(looked.get(0).key());
    assertThat(texts()).containsExactly("one", "one");
  }

  @Test
  @DisplayName("S16: sends again under the same key where the platform remembers it, unasked")
  void remembered() {
    answers.add(Future.failedFuture(new IllegalStateException("anything")));
    say("a", "one");
    outbox(Window.of(Duration.ofMinutes(2)), true);
    awaitStates("SENT");
    assertThat(sent).extracting(Post::key).hasSize(2).containsOnly(sent.get(0).key());
    assertThat(sent.get(0).key()).matches("[0-9a-f]{24}");
    assertThat(looked).isEmpty();
  }

  @Test
  @DisplayName("S25: keeps the order in a chat, and no chat waits for another")
  void order() {
    Promise<String> slow = Promise.promise();
    answers.add(slow.future());
    say("a", "a1");
    say("a", "a2");
    say("b", "b1");
    outbox(Window.NONE, false);
    awaitStates("ATTEMPTING", "PENDING", "SENT");
    assertThat(texts()).containsExactly("a1", "b1");
    slow.complete("r");
    awaitStates("SENT", "SENT", "SENT");
    assertThat(texts()).containsExactly("a1", "b1", "a2");
  }

  @Test
  @DisplayName("S50: sends nowhere while the whole account is told to wait")
  void everywhere() {
    answers.add(Future.failedFuture(new SendFailure.Wait(1_500, true, "flood")));
    say("a", "a1");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    long told = System.nanoTime();
    say("b", "b1");
    awaitStates("SENT", "SENT");
    assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThan(Duration.ofMillis(1_400));
    assertThat(sent).hasSize(3);
  }

  @Test
  @DisplayName("tells the store until it is committed, and sends nothing again for that")
  void settles() {
    broken.set(2);
    say("a", "one");
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(sent).hasSize(1);
  }

  @Test
  @DisplayName("gives up what cannot even be tried, and its chat goes on")
  void fault() {
    say("a", "one");
    say("a", "two");
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    String id = get(store.deliveries(any, new Piece("", 100))).items().get(1).id();
    int beyond = 9_999;
    assertThat(get(store.attempting("bot", id, 0, beyond, 1))).isTrue();
    outbox(Window.NONE, true);
    awaitStates("DEAD", "SENT");
    assertThat(texts()).containsExactly("two");
  }

  @Test
  @DisplayName("waits, when it is closed, for what is being sent, and begins nothing more")
  void closes() {
    Promise<String> slow = Promise.promise();
    answers.add(slow.future());
    say("a", "a1");
    say("a", "a2");
    Outbox outbox = outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    Promise<Void> closed = Promise.promise();
    context.runOnContext(
        on -> {
          outbox.close().onComplete(closed);
          slow.complete("r");
        });
    get(closed.future());
    awaitStates("SENT", "PENDING");
    assertThat(sent).hasSize(1);
  }
}
