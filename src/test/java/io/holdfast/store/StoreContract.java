package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.Stop;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the parts of the contract suite share: an open store, a clock that is set by hand, and the
 * sentences that tests are made of. A backend runs the suite by extending each part.
 */
public abstract class StoreContract {

  protected static final String NODE = "node-1";
  protected static final String HELD = "this chat is suspended";
  protected static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 100);
  protected static final ClaimRequest.ResumeNotice SILENT =
      (reason, away, steps) -> Optional.empty();

  protected static final ClaimRequest.Suspects ALL_AT_ONCE =
      new ClaimRequest.Suspects(Integer.MAX_VALUE, 0);

  protected final Rings rings = new Rings();
  protected Store store;
  protected long now = 1_700_000_000_000L;

  private final Supplier<StoreBackend> backends;
  protected StoreBackend backend;

  protected StoreContract(Supplier<StoreBackend> backends) {
    this.backends = backends;
  }

  @BeforeEach
  void open() {
    backend = backends.get();
    store = backend.open(rings);
    done(store.join(NODE, now));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  /** The process dies here and another one opens what it left. */
  protected void crash() {
    store = backend.crashAndReopen(rings);
  }

  /** Another node takes this one for dead, which then gives a sign of life after all. */
  protected void lookedAfter(Function<Orphan, Verdict> judge) {
    done(store.recover("node-2", judge, now));
    done(store.beat(NODE, now));
  }

  /** The result, which has to come soon. */
  public static <T> T done(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no result within 20 s", e);
    }
  }

  protected static Throwable failure(Future<?> future) {
    return Assertions.catchThrowable(() -> done(future));
  }

  protected static Address chat(String name) {
    return new Address("web", name, "");
  }

  protected static Inbound message(Address address, String id, String text) {
    return new Inbound(address, id, new Sender("ann", "Ann"), text, List.of(), 0);
  }

  protected static Inbound message(String chat, String id) {
    return message(chat(chat), id, "text of " + id);
  }

  protected Accepted accept(Inbound message, Route route) {
    return (Accepted) done(store.accept(message, route, HELD, now));
  }

  protected Accepted accept(String chat, String id) {
    return accept(message(chat, id), ROUTE);
  }

  protected Accepted acceptFrom(String sender, String chat, String id) {
    return accept(new Inbound(chat(chat), id, new Sender(sender, ""), "x", List.of(), 0), ROUTE);
  }

  protected Accepted command(String chat, String id, Change... changes) {
    return (Accepted) done(store.command(message(chat, id), facts -> List.of(changes), now));
  }

  protected static ClaimRequest claiming(int limit) {
    return new ClaimRequest("agent", NODE, limit, limit, ALL_AT_ONCE, SILENT);
  }

  /** The same, of a runner that takes messages while it works. */
  protected static ClaimRequest steerable(int limit) {
    return new ClaimRequest("agent", NODE, limit, limit, ALL_AT_ONCE, true, SILENT);
  }

  protected List<Claimed> claim(int limit) {
    return done(store.claim(claiming(limit), now));
  }

  protected Claimed claimOne() {
    List<Claimed> claimed = claim(1);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  protected void finish(AttemptId attempt, String text) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, text, List.of()));
    done(store.finish(attempt, Outcome.done(text), says, now));
  }

  protected void fail(AttemptId attempt) {
    Outgoing notice = new Outgoing.Notice(NoticeKind.FAILED, "it failed");
    done(store.finish(attempt, new Outcome.Failed("broken", "it failed"), List.of(notice), now));
  }

  /** Accepts a message and begins its turn. */
  protected Claimed running(String chat, String id) {
    Accepted accepted = accept(chat, id);
    Claimed claimed = claimOne();
    assertThat(claimed.attempt().turn()).isEqualTo(accepted.turn());
    return claimed;
  }

  /** Does a step of an attempt from INTENT to RESULT. */
  protected void step(AttemptId attempt, String key) {
    done(store.intend(attempt, key, key, now));
    done(store.record(attempt, key, "result of " + key, now));
  }

  protected static Stop stop(String id) {
    return new Stop(id, NODE, Scope.everything(), Reason.SHUTDOWN);
  }

  protected List<Delivery> due() {
    return done(store.due("web", Audience.everyone(), 0, 1000));
  }

  protected List<String> said() {
    return due().stream().map(delivery -> delivery.content().text()).toList();
  }

  protected List<NoticeKind> notices() {
    return due().stream()
        .filter(delivery -> delivery.content() instanceof Outgoing.Notice)
        .map(delivery -> ((Outgoing.Notice) delivery.content()).kind())
        .toList();
  }

  /** What happened to a message, each line as {@code event attempt detail}. */
  protected List<String> timeline(String id) {
    return done(store.timeline("web", id)).stream()
        .map(line -> (line.event() + " " + line.attempt() + " " + line.detail()).strip())
        .toList();
  }

  /** The platform ids of the messages of turns, one list a turn. */
  protected static List<List<String>> ids(List<Claimed> claimed) {
    return claimed.stream().map(Claimed::inReplyTo).toList();
  }

  /** Bells are rung after the caller was told, so they are waited for. */
  protected void awaitRing(String ring) {
    await().untilAsserted(() -> assertThat(rings.heard()).contains(ring));
  }
}
