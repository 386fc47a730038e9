package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.bus.Bus;
import io.holdfast.config.Routes;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Draft;
import io.holdfast.model.Inbound;
import io.holdfast.model.Live;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The draft of a turn")
class DraftsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Address CHAT = new Address("bot", "a", "");
  private static final Duration PACE = Duration.ofMillis(20);
  private static final Budget TWO =
      new Budget(List.of(new Budget.Rate(2, Duration.ofHours(1))), List.of());

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Bus bus = new Bus(vertx);
  private final FakePlatform platform = new FakePlatform();
  private Store store;
  private int messages;
  private int said;

  /** Has one chat; answers as it is told to, and does what it is asked after that. */
  private static final class FakePlatform implements Platform {
    /** What was asked, as {@code send TEXT} or {@code edit TEXT}. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private final List<Long> editedAt = new CopyOnWriteArrayList<>();
    private final List<String> visible = new CopyOnWriteArrayList<>();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Queue<Future<String>> sends = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Void>> edits = new ConcurrentLinkedQueue<>();

    @Override
    public Future<String> send(Post post) {
      asked.add("send " + post.text());
      Future<String> answer = sends.poll();
      return answer == null ? Future.succeededFuture(show(post)) : answer;
    }

    private String show(Post post) {
      visible.add(post.text());
      String id = Integer.toString(visible.size() - 1);
      keys.put(post.key(), id);
      return id;
    }

    @Override
    public Future<Void> edit(String receipt, Post post) {
      editedAt.add(System.nanoTime());
      asked.add("edit " + post.text());
      Future<Void> answer = edits.poll();
      return answer == null ? change(receipt, post.text()) : answer;
    }

    private Future<Void> change(String receipt, String text) {
      visible.set(Integer.parseInt(receipt), text);
      return Future.succeededFuture();
    }

    @Override
    public Future<Optional<String>> find(Post post) {
      return Future.succeededFuture(Optional.ofNullable(keys.get(post.key())));
    }
  }

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

  private void connect(Budget budget, boolean findable) {
    Facts facts =
        new Facts(
            "Somewhere",
            Facts.Acknowledgement.NONE,
            Window.NONE,
            Optional.of("token"),
            Map.of(
                Facts.Operation.SEND, new Facts.Sending(Window.NONE, findable),
                Facts.Operation.EDIT, new Facts.Sending(Window.FOR_EVER, false)),
            new Facts.Text(200, Facts.Markup.PLAIN),
            budget,
            Set.of());
    ConnectorServices services =
        new ConnectorServices(
            store,
            bus,
            HttpGate.create(vertx, new HttpServerOptions()),
            () -> new Routes(List.of(), Set.of()),
            InstantSource.system(),
            new SimpleMeterRegistry(),
            () -> Reason.SHUTDOWN,
            timeout -> true);
    Promise<Void> made = Promise.promise();
    context.runOnContext(
        on -> {
          Outbox outbox =
              new Outbox(vertx, "bot", facts, platform, OnUnknown.AT_MOST_ONCE, services);
          new Drafts(vertx, "bot", facts, outbox, services, PACE);
          outbox.open();
          made.complete();
        });
    get(made.future());
  }

  private Inbound message(Address address, String text) {
    return new Inbound(address, "m" + messages++, new Sender("ann", ""), text, List.of(), 0);
  }

  /** Accepts a message, and begins its turn. */
  private AttemptId begin() {
    return begin(CHAT);
  }

  private AttemptId begin(Address address) {
    Route route = new Route("agent", DoubleText.ENQUEUE, 9);
    get(store.accept(message(address, "hello"), route, "held", 1));
    return claim("running");
  }

  private AttemptId claim(String state) {
    ClaimRequest.Suspects all = new ClaimRequest.Suspects(Integer.MAX_VALUE, 0);
    ClaimRequest request =
        new ClaimRequest("agent", "node-1", 9, 9, all, (reason, away, steps) -> Optional.empty());
    Claimed claimed = get(store.claim(request, 1)).get(0);
    said = 0;
    bus.show(
        new Live.TurnChanged(
            claimed.address(), claimed.attempt(), state, "", 0, claimed.inReplyTo()));
    return claimed.attempt();
  }

  private void say(AttemptId attempt, String... pieces) {
    for (String piece : pieces) {
      bus.show(new Live.Delta(CHAT, attempt, said++, piece));
    }
  }

  private void finish(AttemptId attempt, String text) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, text, List.of()));
    get(store.finish(attempt, Outcome.done(text), says, 1));
  }

  private void awaitVisible(String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(platform.visible).containsExactly(texts));
  }

  private void awaitAsked(int times) {
    await().atMost(PATIENCE).until(() -> platform.asked.size() >= times);
  }

  /** Whatever was to be shown by then has been. */
  private void awaitTurnInAnotherChat() {
    Address other = new Address("bot", "b", "");
    bus.show(new Live.Delta(other, begin(other), 0, "elsewhere"));
    await().atMost(PATIENCE).until(() -> platform.asked.contains("send elsewhere"));
  }

  private void awaitDraft(AttemptId attempt, Draft.State state) {
    await()
        .atMost(PATIENCE)
        .until(() -> get(store.draft(attempt)).filter(it -> it.state() == state).isPresent());
  }

  @Test
  @DisplayName("grows in one message, many pieces at once, and becomes the reply")
  void grows() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    for (int i = 0; i < 9; i++) {
      say(attempt, "word ");
    }
    awaitVisible("word ".repeat(9));
    say(attempt, "and more");
    awaitVisible("word ".repeat(9) + "and more");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).hasSizeLessThan(15);
    assertThat(platform.asked.get(0)).startsWith("send word");
    assertThat(platform.asked.get(platform.asked.size() - 1)).isEqualTo("edit all of it");
  }

  @Test
  @DisplayName("S50: leaves half of the budget to the reply")
  void budget() {
    connect(TWO, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    say(attempt, " two");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "edit all of it");
  }

  @Test
  @DisplayName("S50: waits while something else is due in its chat")
  void afterWhatIsDue() {
    platform.sends.add(Future.failedFuture(new SendFailure.NotSent("not reached")));
    get(store.command(message(CHAT, "/x"), facts -> List.of(new Change.Answer("a notice")), 1));
    connect(Budget.FREE, false);
    awaitAsked(1);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("a notice", "one");
    assertThat(platform.asked).containsExactly("send a notice", "send a notice", "send one");
  }

  @Test
  @DisplayName("S50: told to wait, holds up its reply as long, and nothing is sent before")
  void waits() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Wait(3_500, false, "flood")));
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    awaitVisible("all of it");
    long waited = platform.editedAt.get(1) - platform.editedAt.get(0);
    assertThat(Duration.ofNanos(waited)).isGreaterThan(Duration.ofMillis(3_400));
    assertThat(platform.asked).containsExactly("send one", "edit one two", "edit all of it");
  }

  @Test
  @DisplayName("S16: is not written over its reply: the reply waits for what is under way")
  void underWay() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    Promise<Void> slow = Promise.promise();
    platform.edits.add(slow.future());
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    get(vertx.timer(200, TimeUnit.MILLISECONDS));
    assertThat(platform.asked).hasSize(2);
    platform.change("0", "one two");
    slow.complete();
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("S16: is not written over its reply by a request whose answer was lost, either")
  void lands() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    Promise<Void> landed = Promise.promise();
    vertx.setTimer(1_000, late -> platform.change("0", "one two").onComplete(landed));
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    get(landed.future());
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("S16: ends with its turn, though nobody says that it has ended")
  void endUnheard() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    say(attempt, " two");
    AttemptId next = begin();
    say(next, "again");
    awaitVisible("all of it", "again");
  }

  @Test
  @DisplayName("S16: is no more once its message is deleted, and the reply is sent")
  void gone() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Gone("deleted")));
    say(attempt, " two");
    awaitDraft(attempt, Draft.State.GONE);
    say(attempt, " three");
    finish(attempt, "all of it");
    awaitVisible("one", "all of it");
    assertThat(platform.asked).containsExactly("send one", "edit one two", "send all of it");
  }

  @Test
  @DisplayName("S16: deleted under its reply, or not to be changed, the reply is sent")
  void goneUnderTheReply() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    platform.edits.add(Future.failedFuture(new SendFailure.Refused("not to be changed")));
    finish(attempt, "all of it");
    awaitVisible("one", "all of it");
    assertThat(platform.asked)
        .containsExactly("send one", "edit all of it", "edit all of it", "send all of it");
  }

  @Test
  @DisplayName("S16: which may be there is found, and becomes the reply")
  void found() {
    connect(Budget.FREE, true);
    platform.sends.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitDraft(attempt, Draft.State.ATTEMPTING);
    platform.show(
        new Post(
            get(store.draft(attempt)).orElseThrow().key(),
            CHAT,
            "one",
            List.of(),
            List.of(),
            List.of(),
            1));
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "edit all of it");
  }

  @Test
  @DisplayName("S16: which may be there and cannot be found stays alone, and the reply is sent")
  void notFindable() {
    connect(Budget.FREE, false);
    platform.sends.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitAsked(1);
    say(attempt, " two");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "send all of it");
  }

  @Test
  @DisplayName("S14: which never left is tried again, and then brought up to date")
  void notReached() {
    connect(Budget.FREE, false);
    platform.sends.add(Future.failedFuture(new SendFailure.NotSent("not reached")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitAsked(1);
    say(attempt, " two");
    awaitVisible("one two");
    assertThat(platform.asked).containsExactly("send one", "send one", "edit one two");
  }

  @Test
  @DisplayName("S12: goes on in the same message when its turn is resumed")
  void resumed() {
    connect(Budget.FREE, false);
    AttemptId first = begin();
    say(first, "one");
    awaitVisible("one");
    get(store.release(first, 1));
    AttemptId second = claim("resumed");
    bus.show(new Live.TurnChanged(CHAT, first, "interrupted", "", 0, List.of()));
    say(second, "one again");
    awaitVisible("one again");
    finish(second, "all of it");
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("has no hole where a piece was lost on the way")
  void hole() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    said++;
    say(attempt, " three", " four");
    awaitTurnInAnotherChat();
    finish(attempt, "one two three four");
    awaitVisible("one two three four", "elsewhere");
    assertThat(platform.asked)
        .containsExactly("send one", "send elsewhere", "edit one two three four");
  }

  @Test
  @DisplayName("S17: of a long text is its beginning, and the rest of the reply follows it")
  void longText() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    String line = "a line of some words\n";
    say(attempt, line.repeat(3), line.repeat(5), line.repeat(20));
    awaitAsked(1);
    finish(attempt, line.repeat(28));
    await().atMost(PATIENCE).until(() -> String.join("", platform.visible).length() == 588);
    assertThat(String.join("", platform.visible)).isEqualTo(line.repeat(28));
    assertThat(platform.asked).allMatch(one -> one.length() <= 105);
    assertThat(platform.asked.stream().filter(one -> one.startsWith("send"))).hasSize(7);
  }
}
