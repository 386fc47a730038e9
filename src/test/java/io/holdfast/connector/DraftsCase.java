package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.bus.Bus;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Draft;
import io.holdfast.model.Inbound;
import io.holdfast.model.Live;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Turns whose drafts are shown on a fake platform, and a test that plays their runner. */
abstract class DraftsCase {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Address CHAT = new Address("bot", "a", "");
  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 9);
  private static final Duration PACE = Duration.ofMillis(20);

  @TempDir Path directory;
  final Vertx vertx = Vertx.vertx();
  final Loop loop = new Loop(vertx);
  final Bus bus = new Bus(vertx);
  final FakePlatform platform = new FakePlatform();
  Store store;
  private int messages;
  int said;

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

  void connect(Budget budget, boolean findable) {
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
    ConnectorServices services = FakeServices.of(vertx, store, bus);
    loop.make(
        () -> {
          Outbox outbox =
              new Outbox(vertx, "bot", facts, platform, OnUnknown.AT_MOST_ONCE, services);
          new Drafts(vertx, "bot", facts, outbox, services, PACE);
          outbox.open();
          return outbox;
        });
  }

  Inbound message(Address address, String text) {
    return new Inbound(address, "m" + messages++, new Sender("ann", ""), text, List.of(), 0);
  }

  /** Accepts a message, and begins its turn. */
  AttemptId begin() {
    return begin(CHAT);
  }

  AttemptId begin(Address address) {
    get(store.accept(message(address, "hello"), ROUTE, "held", 1));
    return claim("running");
  }

  AttemptId claim(String state) {
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

  void say(AttemptId attempt, String... pieces) {
    for (String piece : pieces) {
      bus.show(new Live.Delta(CHAT, attempt, said++, piece));
    }
  }

  void ask(AttemptId attempt, String question) {
    get(store.ask(attempt, "ask", Question.of(question), 1));
    bus.show(new Live.TurnChanged(CHAT, attempt, "asking", "", 0, List.of()));
  }

  /** What the turn in the chat has asked. */
  void answer(String text) {
    get(store.accept(message(CHAT, text), ROUTE, "held", 1));
  }

  void finish(AttemptId attempt, String text) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, text, List.of()));
    get(store.finish(attempt, Outcome.done(text), says, 1));
  }

  void awaitVisible(String... texts) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(platform.visible).containsExactly(texts));
  }

  void awaitAsked(int times) {
    await().atMost(PATIENCE).until(() -> platform.asked.size() >= times);
  }

  void awaitDraft(AttemptId attempt, Draft.State state) {
    await()
        .atMost(PATIENCE)
        .until(() -> get(store.draft(attempt)).filter(it -> it.state() == state).isPresent());
  }
}
