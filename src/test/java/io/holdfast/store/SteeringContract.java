package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Message;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages that a turn takes while it runs: {@link Store#take}. */
public abstract class SteeringContract extends StoreContract {

  private static final Route STEER = new Route("agent", DoubleText.STEER, 100);

  private static final List<DoubleText> MIXED =
      List.of(DoubleText.STEER, DoubleText.ENQUEUE, DoubleText.COLLECT, DoubleText.STEER);

  private static final int WORKERS = 2;

  private final Vertx callers = Vertx.vertx();
  private final AtomicInteger gone = new AtomicInteger();
  private volatile boolean over;

  protected SteeringContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  @AfterEach
  void closeCallers() {
    done(callers.close());
  }

  private Accepted say(String id) {
    return accept(message("lobby", id), STEER);
  }

  private Claimed next() {
    List<Claimed> claimed = done(store.claim(steerable(1), now));
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private Claimed begun(String id) {
    say(id);
    return next();
  }

  private List<String> take(Claimed turn, String key) {
    return platformIds(done(store.take(turn.attempt(), key, "taking", now)));
  }

  private static List<String> platformIds(List<Message> messages) {
    return messages.stream().map(message -> message.inbound().platformId()).toList();
  }

  private void recover() {
    crash();
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join(NODE, now));
  }

  private TurnState state(Claimed turn) {
    return done(store.turn(turn.attempt().turn())).orElseThrow().turn().state();
  }

  @Test
  @DisplayName(
      "S27: a message to a turn that runs is its own, is taken once, and is answered with it")
  void takes() {
    Claimed turn = begun("m1");
    rings.forget();
    Accepted second = say("m2");

    assertThat(second.turn()).isEqualTo(turn.attempt().turn());
    assertThat(second.state()).isEqualTo(TurnState.RUNNING);
    awaitRing("control agent");
    assertThat(done(store.running(NODE, Scope.everything())))
        .extracting(RunningTurn::came)
        .containsExactly(1);
    assertThat(take(turn, "one")).containsExactly("m2");
    assertThat(take(turn, "two")).isEmpty();
    assertThat(take(turn, "one")).containsExactly("m2");
    assertThat(timeline("m2")).contains("accepted 0 steering");
    finish(turn.attempt(), "a1");

    assertThat(due()).extracting(Delivery::inReplyTo).containsExactly(List.of("m1", "m2"));
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("it is remembered with what the turn was asked first")
  void remembers() {
    Claimed turn = begun("m1");
    say("m2");
    take(turn, "one");
    finish(turn.attempt(), "a1");

    Claimed later = begun("m3");
    assertThat(done(store.memory(later.attempt().turn(), 9)))
        .containsExactly(new Exchange("text of m1\n\ntext of m2", "a1"));
  }

  @Test
  @DisplayName("S05 S12: after a crash the next attempt takes what came, and what was taken again")
  void takesAcrossACrash() {
    Claimed first = begun("m1");
    say("m2");
    take(first, "one");
    say("m3");
    recover();
    Claimed second = next();

    assertThat(platformIds(second.messages())).containsExactly("m1");
    assertThat(second.inReplyTo()).containsExactly("m1", "m2");
    assertThat(take(second, "one")).containsExactly("m2");
    assertThat(take(second, "two")).containsExactly("m3");
    finish(second.attempt(), "a1");
    assertThat(due()).extracting(Delivery::inReplyTo).containsExactly(List.of("m1", "m2", "m3"));
  }

  @Test
  @DisplayName("S08 S25: what a turn ends without having taken is a turn of its own, the next one")
  void leaves() {
    Claimed turn = begun("m1");
    say("m2");
    say("m3");
    finish(turn.attempt(), "a1");

    assertThat(due()).extracting(Delivery::inReplyTo).containsExactly(List.of("m1"));
    Claimed second = next();
    assertThat(second.attempt().turn()).isNotEqualTo(turn.attempt().turn());
    assertThat(platformIds(second.messages())).containsExactly("m2", "m3");
    assertThat(say("m2").duplicate()).isTrue();
    assertThat(say("m2").turn()).isEqualTo(second.attempt().turn());
    finish(second.attempt(), "a2");
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("S09: what was left survives a crash right after the end of the turn")
  void leavesAcrossACrash() {
    Claimed turn = begun("m1");
    say("m2");
    finish(turn.attempt(), "a1");
    recover();
    assertThat(next().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("S08 S25: what is queued behind a turn does not pass by what that has not taken")
  void keepsTheOrder() {
    Claimed turn = begun("m1");
    say("m2");
    accept("lobby", "m3");
    assertThat(say("m4").turn()).isNotEqualTo(turn.attempt().turn());
    assertThat(take(turn, "one")).isEmpty();
    finish(turn.attempt(), "a1");

    for (String id : List.of("m2", "m3", "m4")) {
      Claimed after = next();
      assertThat(after.inReplyTo()).containsExactly(id);
      finish(after.attempt(), "a");
    }
  }

  @Test
  @DisplayName("a runner that cannot be steered is not: the message waits its turn")
  void enqueues() {
    Claimed turn = running("lobby", "m1");
    assertThat(say("m2").turn()).isNotEqualTo(turn.attempt().turn());
    finish(turn.attempt(), "a1");
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("a turn of another memory, of another runner, or one that is to end takes nothing")
  void takesOnlyItsOwn() {
    begun("m1");
    Route elsewhere = new Route("other", DoubleText.STEER, 100);
    assertThat(accept(message("lobby", "m2"), elsewhere).state()).isEqualTo(TurnState.QUEUED);

    accept(message("den", "m3"), STEER);
    next();
    command("den", "c1", new Change.Forget());
    assertThat(accept(message("den", "m4"), STEER).state()).isEqualTo(TurnState.QUEUED);

    accept(message("attic", "m5"), STEER);
    command("attic", "c2", new Change.Cancel(next().attempt().turn()));
    assertThat(accept(message("attic", "m6"), STEER).state()).isEqualTo(TurnState.QUEUED);
  }

  @Test
  @DisplayName("a turn that its user has stopped takes nothing more, and what came is answered")
  void takesNothingWhenStopped() {
    Claimed turn = begun("m1");
    say("m2");
    command("lobby", "c1", new Change.Cancel(turn.attempt().turn()));
    assertThat(failure(store.take(turn.attempt(), "one", "taking", now)))
        .isInstanceOf(HoldfastException.Cancelled.class);
    done(store.finish(turn.attempt(), new Outcome.Cancelled(), List.of(), now));

    assertThat(next().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("a turn that is stopped while it waits to go on leaves what came")
  void leavesWhenCancelled() {
    Claimed turn = begun("m1");
    done(store.release(turn.attempt(), now));
    assertThat(say("m2").state()).isEqualTo(TurnState.INTERRUPTED);
    command("lobby", "c1", new Change.Cancel(turn.attempt().turn()));

    assertThat(next().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("a turn that recovery ends leaves what came")
  void leavesWhenRecovered() {
    Claimed turn = begun("m1");
    say("m2");
    crash();
    done(store.recover("node-2", orphan -> new Verdict.Cancel("Stopped."), now));
    done(store.join(NODE, now));

    assertThat(state(turn)).isEqualTo(TurnState.CANCELLED);
    assertThat(next().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("a turn that goes on with a runner which cannot be steered leaves what came")
  void leavesUnderAnotherRunner() {
    Claimed turn = begun("m1");
    say("m2");
    done(store.release(turn.attempt(), now));
    Claimed again = claimOne();
    accept("lobby", "m3");
    finish(again.attempt(), "a1");

    for (String id : List.of("m2", "m3")) {
      Claimed after = next();
      assertThat(after.inReplyTo()).containsExactly(id);
      finish(after.attempt(), "a");
    }
  }

  @Test
  @DisplayName("S18: an attempt that is superseded takes nothing")
  void fences() {
    Claimed first = begun("m1");
    say("m2");
    done(store.release(first.attempt(), now));
    Claimed second = next();

    assertThat(failure(store.take(first.attempt(), "one", "taking", now)))
        .isInstanceOf(HoldfastException.Fenced.class);
    assertThat(take(second, "one")).containsExactly("m2");
  }

  @Test
  @DisplayName("S08 S25: whoever comes while turns take and end is answered once, in order")
  void takesUnderLoad() {
    int chats = 4;
    int each = 60;
    IntStream.range(0, chats).forEach(chat -> sendAll("chat-" + chat, each));
    for (int worker = 0; worker < WORKERS; worker++) {
      callers.getOrCreateContext().runOnContext(go -> work());
    }
    await().until(() -> answers().values().stream().mapToInt(List::size).sum() == chats * each);
    over = true;
    await().until(() -> gone.get() == WORKERS);
    Map<String, List<String>> all = answers();
    for (int chat = 0; chat < chats; chat++) {
      String name = "chat-" + chat;
      assertThat(all.get(name))
          .containsExactlyElementsOf(
              IntStream.range(0, each).mapToObj(i -> name + "-" + i).toList());
    }
  }

  private Map<String, List<String>> answers() {
    return done(store.due("web", Audience.everyone(), 0, 1_000)).stream()
        .collect(
            Collectors.groupingBy(
                delivery -> delivery.address().chat(),
                Collectors.flatMapping(
                    (Delivery delivery) -> delivery.inReplyTo().stream(), Collectors.toList())));
  }

  private void sendAll(String chat, int each) {
    callers.getOrCreateContext().runOnContext(go -> send(chat, 0, each));
  }

  private void send(String chat, int number, int each) {
    Route route = new Route("agent", MIXED.get(number / 5 % MIXED.size()), 1_000);
    store
        .accept(message(chat, chat + "-" + number), route, HELD, now)
        .onSuccess(
            accepted -> {
              if (number + 1 < each) {
                send(chat, number + 1, each);
              }
            });
  }

  private void work() {
    if (over) {
      gone.incrementAndGet();
      return;
    }
    store
        .claim(steerable(2), now)
        .compose(claimed -> Future.all(claimed.stream().map(this::answer).toList()))
        .onComplete(done -> callers.setTimer(1, again -> work()));
  }

  private Future<Void> answer(Claimed turn) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, "done", List.of()));
    return store
        .take(turn.attempt(), "one", "taking", now)
        .compose(came -> store.take(turn.attempt(), "two", "taking", now))
        .compose(came -> store.finish(turn.attempt(), Outcome.done("done"), says, now));
  }
}
