package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Acceptance.Refused;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Question;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Store#command} and the changes that a command makes promise. */
public abstract class CommandContract extends StoreContract {

  protected CommandContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private SessionFacts facts(String chat) {
    AtomicReference<SessionFacts> seen = new AtomicReference<>();
    done(
        store.command(
            message(chat, "look-" + System.nanoTime()),
            facts -> {
              seen.set(facts);
              return List.of();
            },
            now));
    return seen.get();
  }

  @Test
  @DisplayName("S19: a command is executed once, however often it is delivered, crash included")
  void executesOnce() {
    Accepted first = command("lobby", "c1", new Change.Answer("pong"), new Change.Suspend());
    crash();
    Accepted second = command("lobby", "c1", new Change.Answer("again"), new Change.Activate());

    assertThat(first).isEqualTo(new Accepted(first.message(), "", TurnState.DONE, false));
    assertThat(second).isEqualTo(new Accepted(first.message(), "", TurnState.DONE, true));
    assertThat(said()).containsExactly("pong");
    assertThat(facts("lobby").state()).isEqualTo(SessionState.SUSPENDED);
  }

  @Test
  @DisplayName("a command under a used id with another body does nothing")
  void refusesAReusedId() {
    command("lobby", "c1", new Change.Answer("pong"));
    assertThat(
            done(
                store.command(
                    message(chat("lobby"), "c1", "else"),
                    facts -> List.of(new Change.Answer("no")),
                    now)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RejectCode.ID_REUSED));
    assertThat(said()).containsExactly("pong");
  }

  @Test
  @DisplayName("an answer is a notice that names the command")
  void answers() {
    command("lobby", "c1", new Change.Answer("one"), new Change.Answer("two"));

    List<Delivery> due = due();
    assertThat(said()).containsExactly("one", "two");
    assertThat(notices()).containsOnly(NoticeKind.COMMAND);
    assertThat(due).allSatisfy(notice -> assertThat(notice.inReplyTo()).containsExactly("c1"));
    assertThat(due).allSatisfy(notice -> assertThat(notice.turn()).isEmpty());
    awaitRing("due web/lobby");
  }

  @Test
  @DisplayName("a decision sees its session as it stands, and no other")
  void seesTheSession() {
    assertThat(facts("lobby"))
        .isEqualTo(new SessionFacts(SessionState.ACTIVE, List.of(), Optional.empty()));
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "a");
    done(store.intend(first.attempt(), "b", "b", now));
    now += 5;
    Accepted second = accept(message(chat("lobby"), "m2", "x".repeat(500)), ROUTE);
    accept("den", "m3");

    SessionFacts facts = facts("lobby");
    assertThat(facts.open())
        .containsExactly(
            new TurnFacts(
                first.attempt().turn(), TurnState.RUNNING, "text of m1", 1, now - 5, "agent"),
            new TurnFacts(second.turn(), TurnState.QUEUED, "x".repeat(200), 0, now, "agent"));
    assertThat(facts.ended()).isEmpty();
  }

  @Test
  @DisplayName("the turn that may be retried is the last one, unless a later one succeeded")
  void seesWhatMayBeRetried() {
    Claimed failed = running("lobby", "m1");
    fail(failed.attempt());
    assertThat(facts("lobby").ended().map(TurnFacts::id)).contains(failed.attempt().turn());
    assertThat(facts("lobby").ended().map(TurnFacts::state)).contains(TurnState.FAILED);

    finish(running("lobby", "m2").attempt(), "fine");
    assertThat(facts("lobby").ended()).isEmpty();
  }

  @Test
  @DisplayName("S26: cancelling a running turn asks it to end and keeps the queue behind it")
  void cancelsARunningTurn() {
    Claimed claimed = running("lobby", "m1");
    accept("lobby", "m2");
    rings.forget();

    command("lobby", "c1", new Change.Cancel(claimed.attempt().turn()));

    awaitRing("control agent");
    assertThat(done(store.running(NODE, Scope.everything())))
        .containsExactly(new RunningTurn(claimed.attempt(), claimed.address(), true, false, 0));
    assertThat(claim(10)).isEmpty();
    done(store.finish(claimed.attempt(), new Outcome.Cancelled(), List.of(), now));
    assertThat(ids(claim(10))).containsExactly(List.of("m2"));
  }

  @Test
  @DisplayName("S26: cancelling a turn that waits ends it and lets the next one go")
  void cancelsAWaitingTurn() {
    Accepted first = accept("lobby", "m1");
    accept("lobby", "m2");
    command("lobby", "c1", new Change.Cancel(first.turn()));

    assertThat(ids(claim(10))).containsExactly(List.of("m2"));
    assertThat(timeline("m1")).containsExactly("accepted 0 queued", "cancelled 0");
  }

  @Test
  @DisplayName("a question that is cancelled is no longer answered by the next message")
  void cancelsAQuestion() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "q", Question.of("which?"), now));
    command("lobby", "c1", new Change.Cancel(claimed.attempt().turn()));

    Accepted next = accept("lobby", "m2");
    assertThat(next.turn()).isNotEqualTo(claimed.attempt().turn());
    assertThat(ids(claim(10))).containsExactly(List.of("m2"));
  }

  @Test
  @DisplayName("a command changes nothing of another session, nor what has ended")
  void staysInItsSession() {
    Accepted other = accept("den", "m1");
    Claimed done = running("den", "m1");
    assertThat(done.attempt().turn()).isEqualTo(other.turn());
    command("lobby", "c1", new Change.Cancel(other.turn()));
    assertThat(done(store.running(NODE, Scope.everything())).get(0).cancelled()).isFalse();

    finish(done.attempt(), "fine");
    command("den", "c2", new Change.Cancel(other.turn()), new Change.Retry(other.turn()));
    command("den", "c3", new Change.Resume(other.turn()));
    assertThat(claim(10)).isEmpty();
    assertThat(timeline("m1").get(2)).isEqualTo("finished 1 done");
  }

  @Test
  @DisplayName("a failed turn that is retried keeps its journal and goes before what waits")
  void retries() {
    Claimed failed = running("lobby", "m1");
    step(failed.attempt(), "a");
    fail(failed.attempt());
    accept("lobby", "m2");
    command("lobby", "c1", new Change.Retry(failed.attempt().turn()));

    Claimed again = claimOne();
    assertThat(again.attempt()).isEqualTo(new AttemptId(failed.attempt().turn(), 2));
    assertThat(again.resumption()).isEmpty();
    assertThat(again.steps()).isEqualTo(1);
    assertThat(claim(10)).isEmpty();
    finish(again.attempt(), "now it works");
    assertThat(ids(claim(10))).containsExactly(List.of("m2"));
  }

  @Test
  @DisplayName("a turn that is retried on another runner takes its sender's place there")
  void retriesElsewhere() {
    Claimed failed = running("lobby", "m1");
    fail(failed.attempt());
    accept(message("den", "m2"), new Route("new", DoubleText.ENQUEUE, 10));
    rings.forget();
    command("lobby", "c1", new Change.Retry(failed.attempt().turn(), Optional.of("new")));

    awaitRing("work new");
    assertThat(claim(10)).isEmpty();
    ClaimRequest request = new ClaimRequest("new", NODE, 10, 10, ALL_AT_ONCE, SILENT);
    assertThat(ids(done(store.claim(request, now)))).containsExactly(List.of("m2"), List.of("m1"));
  }

  @Test
  @DisplayName("a turn that is retried while a later one runs waits for that one")
  void retriesBehindARunningTurn() {
    Claimed failed = running("lobby", "m1");
    fail(failed.attempt());
    Claimed later = running("lobby", "m2");
    accept("lobby", "m3");
    command("lobby", "c1", new Change.Retry(failed.attempt().turn()));

    assertThat(claim(10)).isEmpty();
    finish(later.attempt(), "fine");
    assertThat(ids(claim(10))).containsExactly(List.of("m1"));
  }

  @Test
  @DisplayName("a suspended session's running turn is told; released, it waits for its user")
  void suspends() {
    Claimed claimed = running("lobby", "m1");
    accept("lobby", "m2");
    rings.forget();
    command("lobby", "c1", new Change.Suspend());
    awaitRing("control agent");
    assertThat(done(store.running(NODE, Scope.everything())).get(0).suspended()).isTrue();

    done(store.release(claimed.attempt(), now));
    assertThat(claim(10)).isEmpty();
    crash();
    done(store.recover(NODE, orphan -> new Verdict.Resume(), now));
    assertThat(claim(10)).isEmpty();

    rings.forget();
    command("lobby", "c2", new Change.Activate());
    awaitRing("work agent");
    Claimed again = claimOne();
    assertThat(again.attempt()).isEqualTo(new AttemptId(claimed.attempt().turn(), 2));
    assertThat(again.resumption()).isEmpty();
  }

  @Test
  @DisplayName("/new starts an empty memory for what is said from then on")
  void forgets() {
    finish(running("lobby", "m1").attempt(), "a1");
    accept("lobby", "m2");
    command("lobby", "c1", new Change.Forget());
    accept("lobby", "m3");

    Claimed before = claimOne();
    assertThat(done(store.memory(before.attempt().turn(), 10))).hasSize(1);
    finish(before.attempt(), "a2");
    Claimed after = claimOne();
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(done(store.memory(after.attempt().turn(), 10))).isEmpty();
  }
}
