package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.ClaimRequest.Suspects;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.holdfast.turn.Wording;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
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
  private final List<Long> sentAt = new CopyOnWriteArrayList<>();
  private final List<Post> sent = new CopyOnWriteArrayList<>();
  private final List<Post> looked = new CopyOnWriteArrayList<>();
  private final Queue<Future<String>> answers = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> there = Optional.empty();

  /** How many of the next calls fail of the method of the store that is named. */
  private final AtomicInteger broken = new AtomicInteger();

  private String breaks = "settle";
  private Throwable fault = new NotReady("the disk is full");
  private Runnable onFault = () -> {};
  private volatile boolean permitted = true;

  /** By how much the clock was set back. */
  private volatile Duration setBack = Duration.ZERO;

  private final List<String> calledLate = new CopyOnWriteArrayList<>();

  private Store store;
  private int messages;

  /** Answers as it is told to, and says yes after that. */
  private final Platform platform =
      new Platform() {
        @Override
        public Future<String> send(Post post) {
          sentAt.add(System.nanoTime());
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
            Map.of(
                Facts.Operation.SEND, new Facts.Sending(key, findable),
                Facts.Operation.ATTACH, new Facts.Sending(key, findable)),
            new Facts.Text(200, Facts.Markup.PLAIN),
            Budget.FREE,
            Set.of());
    ConnectorServices services =
        new ConnectorServices(
            breaking(),
            bus,
            HttpGate.create(vertx, new HttpServerOptions()),
            () -> new Routes(List.of(), Set.of()),
            () -> Instant.now().minus(setBack),
            new SimpleMeterRegistry(),
            () -> Reason.SHUTDOWN,
            timeout -> permitted);
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

  private void say(String chat, String text) {
    Address address = new Address("bot", chat, "");
    Inbound message =
        new Inbound(address, "m" + messages++, new Sender("ann", ""), "/x", List.of(), 0);
    get(store.command(message, facts -> List.of(new Change.Answer(text)), 1));
  }

  /** A turn answers with files. */
  private void reply(String chat, Attachment... files) {
    Address address = new Address("bot", chat, "");
    Inbound message =
        new Inbound(address, "m" + messages++, new Sender("ann", ""), "x", List.of(), 0);
    get(store.accept(message, new Route("agent", DoubleText.ENQUEUE, 9), "", 1));
    ClaimRequest one =
        new ClaimRequest(
            "agent", "node-1", 1, 1, new Suspects(3, 0), (reason, away, steps) -> Optional.empty());
    AttemptId attempt = get(store.claim(one, 1)).get(0).attempt();
    Outgoing says = new Outgoing.Reply(1, 1, "look", List.of(files));
    get(store.finish(attempt, Outcome.done("look"), List.of(says), 1));
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
    await().atMost(PATIENCE).until(() -> !sent.isEmpty());
    say("b", "b1");
    awaitStates("SENT", "SENT");
    assertThat(sent).hasSize(3);
    assertThat(Duration.ofNanos(sentAt.get(1) - sentAt.get(0)))
        .isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  @DisplayName("S50: waits as long as the whole account is told to when the clock is set back")
  void everywhereBefore() {
    Promise<String> flood = Promise.promise();
    answers.add(flood.future());
    say("a", "a1");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    flood.fail(new SendFailure.Wait(1_500, true, "flood"));
    awaitStates("PENDING");
    setBack = Duration.ofDays(1);
    awaitStates("SENT");
    assertThat(sent).hasSize(2);
    assertThat(Duration.ofNanos(sentAt.get(1) - sentAt.get(0)))
        .isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  @DisplayName("tries again soon what the platform was not reached for before a clock was set back")
  void clockSetBack() {
    answers.add(Future.failedFuture(new SendFailure.NotSent("reset")));
    say("a", "one");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    awaitStates("PENDING");
    setBack = Duration.ofDays(1);
    awaitStates("SENT");
    assertThat(sent).hasSize(2);
  }

  @Test
  @DisplayName("S16: sends copies no more often than before when a clock was set back")
  void clockSetBackInDoubt() {
    setBack = Duration.ofDays(-1);
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    say("a", "one");
    outbox(Window.of(Duration.ofMinutes(2)), true);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    awaitStates("UNKNOWN");
    setBack = Duration.ZERO;
    awaitStates("SENT");
    assertThat(sent).hasSize(3);
    assertThat(Duration.ofNanos(sentAt.get(2) - sentAt.get(1)))
        .isGreaterThan(Duration.ofMillis(1_900));
  }

  @Test
  @DisplayName("reads each file when it is its turn, later where the store cannot give it now")
  void files() {
    Attachment one = new Attachment("same.txt", "text/plain", "b25l");
    Attachment two = new Attachment("same.txt", "text/plain", "dHdv");
    Attachment large = new Attachment("large", "text/plain", "A".repeat(1 << 20));
    breaks = "file";
    broken.set(1);
    reply("a", one, large, two);
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", Wording.filesLeft(1));
    assertThat(sent)
        .extracting(Post::attachments)
        .containsExactly(List.of(), List.of(one), List.of(two));
    assertThat(broken).hasValue(0);
  }

  @Test
  @DisplayName("says which file the platform refuses, and goes on with the next")
  void refused() {
    Attachment one = new Attachment("a.txt", "text/plain", "b25l");
    Attachment two = new Attachment("b.txt", "text/plain", "dHdv");
    answers.add(Future.succeededFuture("r1"));
    answers.add(Future.failedFuture(new SendFailure.Refused("no such type")));
    reply("a", one, two);
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", "(a.txt is not taken here.)", "");
    assertThat(sent)
        .extracting(Post::attachments)
        .containsExactly(List.of(), List.of(one), List.of(), List.of(two));
  }

  @Test
  @DisplayName("gives up where the platform refuses everything, and begins with the file again")
  void allRefused() {
    Attachment one = new Attachment("a.txt", "text/plain", "b25l");
    answers.add(Future.succeededFuture("r1"));
    answers.add(Future.failedFuture(new SendFailure.Refused("no rights")));
    answers.add(Future.failedFuture(new SendFailure.Refused("no rights")));
    reply("a", one);
    outbox(Window.NONE, false);
    awaitStates("DEAD");
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    String id = get(store.deliveries(any, new Piece("", 100))).items().get(0).id();
    assertThat(get(store.retry(id, 1))).isTrue();
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", "(a.txt is not taken here.)", "");
    assertThat(sent.get(3).attachments()).containsExactly(one);
  }

  @Test
  @DisplayName("says of a file that cannot be read that it is not kept, and holds up nothing")
  void damaged() {
    fault = new IllegalStateException("a damaged page");
    breaks = "file";
    broken.set(1);
    reply("a", new Attachment("one.txt", "text/plain", "b25l"));
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "[attached: one.txt, no longer kept]");
  }

  @Test
  @DisplayName("S43: begins nothing with a file that it was given after its time to send was over")
  void tooLate() {
    breaks = "file";
    broken.set(1);
    fault = new IllegalStateException("and the lease has run out meanwhile");
    onFault = () -> permitted = false;
    reply("a", new Attachment("one.txt", "text/plain", "b25l"));
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> calledLate.contains("heads"));
    assertThat(calledLate).doesNotContain("attempting");
    permitted = true;
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "");
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
