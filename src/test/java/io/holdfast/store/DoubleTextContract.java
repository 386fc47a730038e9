package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Acceptance.Refused;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages to a session that is busy: collected ones, and those that interrupt. */
public abstract class DoubleTextContract extends StoreContract {

  private static final long WINDOW = 1_500;

  private static final Route COLLECT = new Route("agent", DoubleText.COLLECT, 100, WINDOW);
  private static final Route INTERRUPT = new Route("agent", DoubleText.INTERRUPT, 100);

  protected DoubleTextContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Accepted say(String id, Route route) {
    return accept(message("lobby", id), route);
  }

  private void cancelled(Claimed turn) {
    List<Outgoing> says =
        List.of(new Outgoing.Notice(NoticeKind.COMMAND, Outcome.Cancelled.SENTENCE));
    done(store.finish(turn.attempt(), new Outcome.Cancelled(), says, now));
  }

  private List<RunningTurn> runningTurns() {
    return done(store.running(NODE, Scope.everything()));
  }

  private TurnState state(String turn) {
    return done(store.turn(turn)).orElseThrow().turn().state();
  }

  // ── collect ──────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S25: a turn that collects waits until nobody adds to it, and has all, in order")
  void collects() {
    Accepted first = say("m1", COLLECT);
    now += 1_000;
    Accepted second = say("m2", COLLECT);
    assertThat(second.turn()).isEqualTo(first.turn());
    now += WINDOW - 1;
    assertThat(claim(10)).isEmpty();

    now += 1;
    assertThat(claimOne().inReplyTo()).containsExactly("m1", "m2");
  }

  @Test
  @DisplayName("a stream of messages does not hold up a turn that collects for ever")
  void collectsNotForEver() {
    long began = now;
    int said = 0;
    while (now < began + Route.COLLECTED_WITHIN) {
      say("m" + said++, COLLECT);
      assertThat(claim(10)).isEmpty();
      now += 1_000;
    }
    assertThat(claimOne().inReplyTo()).hasSize(said);
  }

  @Test
  @DisplayName(
      "S05: a crash while messages are collected loses none and answers none before its time")
  void collectsAcrossACrash() {
    say("m1", COLLECT);
    crash();
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join(NODE, now));
    assertThat(claim(10)).isEmpty();
    say("m2", COLLECT);
    assertThat(claim(10)).isEmpty();

    now += WINDOW;
    assertThat(claimOne().inReplyTo()).containsExactly("m1", "m2");
  }

  @Test
  @DisplayName("the runner is told when to look, by the commit and by each look before it")
  void ringsInTime() {
    say("m1", COLLECT);
    awaitRing("later agent 1500");
    assertThat(rings.heard()).doesNotContain("work agent");
    now += 500;
    claim(10);
    awaitRing("later agent 1000");
  }

  @Test
  @DisplayName("a clock that is set back does not hold up what collects")
  void collectsUnderAnotherClock() {
    say("m1", COLLECT);
    now -= 86_400_000;
    assertThat(claimOne().inReplyTo()).containsExactly("m1");
  }

  @Test
  @DisplayName("what is collected behind a turn runs once that has ended and the time is over")
  void collectsBehindATurn() {
    Claimed first = running("lobby", "m0");
    say("m1", COLLECT);
    now += WINDOW;
    assertThat(claim(10)).isEmpty();
    finish(first.attempt(), "a0");
    Claimed second = claimOne();
    assertThat(second.inReplyTo()).containsExactly("m1");

    say("m2", COLLECT);
    finish(second.attempt(), "a1");
    assertThat(claim(10)).isEmpty();
    now += WINDOW;
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("others who are served meanwhile do not make it forgotten")
  void collectsWhileOthersAreServed() {
    say("m1", COLLECT);
    for (int i = 0; i < 5; i++) {
      acceptFrom("bob", "den-" + i, "b" + i);
    }
    assertThat(claim(10)).hasSize(5);
    now += WINDOW;
    assertThat(claimOne().inReplyTo()).containsExactly("m1");
  }

  @Test
  @DisplayName("what comes behind it waits for it")
  void keepsItsPlace() {
    say("m1", COLLECT);
    say("m2", ROUTE);
    assertThat(claim(10)).isEmpty();
    now += WINDOW;
    Claimed first = claimOne();
    assertThat(first.inReplyTo()).containsExactly("m1");
    finish(first.attempt(), "a1");
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("a message that joins a turn which could run holds that up, too")
  void holdsUpWhatItJoins() {
    say("m1", ROUTE);
    say("m2", COLLECT);
    assertThat(claim(10)).isEmpty();
    now += WINDOW;
    assertThat(claimOne().inReplyTo()).containsExactly("m1", "m2");
  }

  @Test
  @DisplayName("in a chat that is paused it waits for its user, however long it has collected")
  void collectsInAPause() {
    command("lobby", "c1", new Change.Suspend());
    say("m1", COLLECT);
    now += WINDOW;
    assertThat(claim(10)).isEmpty();
    command("lobby", "c2", new Change.Activate());
    assertThat(claimOne().inReplyTo()).containsExactly("m1");
  }

  @Test
  @DisplayName("what was stopped while it collected, and is tried again, waits for nothing")
  void retriesAtOnce() {
    Accepted first = say("m1", COLLECT);
    command("lobby", "c1", new Change.Cancel(first.turn()));
    now += 10;
    command("lobby", "c2", new Change.Retry(first.turn()));
    assertThat(claimOne().inReplyTo()).containsExactly("m1");
  }

  // ── interrupt ────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("a message that interrupts asks the turn that runs to end, and is answered next")
  void interrupts() {
    Claimed first = running("lobby", "m1");
    rings.forget();
    Accepted second = say("m2", INTERRUPT);

    assertThat(second.turn()).isNotEqualTo(first.attempt().turn());
    assertThat(runningTurns())
        .containsExactly(new RunningTurn(first.attempt(), first.address(), true, false, 0));
    awaitRing("control agent");
    cancelled(first);
    assertThat(said()).containsExactly("Stopped.");
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("S06 S18: a copy of a message that has interrupted interrupts nothing")
  void interruptsOnce() {
    Claimed first = running("lobby", "m1");
    say("m2", INTERRUPT);
    cancelled(first);
    claimOne();

    assertThat(say("m2", INTERRUPT).duplicate()).isTrue();
    assertThat(runningTurns()).extracting(RunningTurn::cancelled).containsExactly(false);
  }

  @Test
  @DisplayName(
      "S27 S28: a crash right after it: the old turn is not resumed, the message is answered")
  void interruptsAcrossACrash() {
    Claimed first = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    Accepted second = say("m2", INTERRUPT);
    crash();
    done(
        store.recover(
            "node-2",
            orphan -> orphan.cancelled() ? new Verdict.Cancel("Stopped.") : new Verdict.Resume(),
            now));
    done(store.join(NODE, now));

    assertThat(state(first.attempt().turn())).isEqualTo(TurnState.CANCELLED);
    assertThat(done(store.counts()).markers()).isZero();
    assertThat(claim(10)).extracting(turn -> turn.attempt().turn()).containsExactly(second.turn());
    assertThat(said()).containsExactly("Stopped.");
  }

  @Test
  @DisplayName(
      "a turn that waits to go on has ended at once, its marker with it, and is told of once")
  void interruptsWhatIsInterrupted() {
    Claimed first = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    done(store.release(first.attempt(), now));
    Accepted second = say("m2", INTERRUPT);
    say("m2", INTERRUPT);

    assertThat(state(first.attempt().turn())).isEqualTo(TurnState.CANCELLED);
    assertThat(done(store.counts()).markers()).isZero();
    assertThat(due())
        .extracting(delivery -> delivery.content().text() + delivery.inReplyTo())
        .containsExactly("Stopped.[m1]");
    assertThat(claim(10)).extracting(turn -> turn.attempt().turn()).containsExactly(second.turn());
  }

  @Test
  @DisplayName("S25: what has not begun is not ended: the message joins it")
  void joinsWhatWaits() {
    Claimed first = running("lobby", "m1");
    say("m2", INTERRUPT);
    say("m3", INTERRUPT);
    cancelled(first);

    Claimed next = claimOne();
    assertThat(next.inReplyTo()).containsExactly("m2", "m3");
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("what collects is not waited for any more: the message joins it, and it begins")
  void joinsWhatCollects() {
    say("m1", COLLECT);
    assertThat(claim(10)).isEmpty();
    say("m2", INTERRUPT);
    assertThat(claimOne().inReplyTo()).containsExactly("m1", "m2");
  }

  @Test
  @DisplayName("a message that is refused interrupts nothing")
  void interruptsNothingWhenRefused() {
    running("lobby", "m1");
    say("m2", ROUTE);
    command("lobby", "c1", new Change.Forget());
    Route one = new Route("agent", DoubleText.INTERRUPT, 1);
    Acceptance third = done(store.accept(message("lobby", "m3"), one, HELD, now));

    assertThat(((Refused) third).code()).isEqualTo(RejectCode.QUEUE_FULL);
    assertThat(runningTurns()).extracting(RunningTurn::cancelled).containsExactly(false);
  }

  @ParameterizedTest
  @EnumSource(
      value = DoubleText.class,
      names = {"INTERRUPT", "STEER", "COLLECT"})
  @DisplayName("the answer to a question is an answer, whatever the policy")
  void answers(DoubleText policy) {
    say("m1", ROUTE);
    Claimed asked = done(store.claim(steerable(1), now)).get(0);
    done(store.ask(asked.attempt(), "colour", Question.of("which?"), now));

    Accepted answer = say("m2", new Route("agent", policy, 100, WINDOW));
    assertThat(answer.turn()).isEqualTo(asked.attempt().turn());
    assertThat(claimOne().attempt().number()).isEqualTo(2);
  }

  @Test
  @DisplayName("what somebody else is asked to permit is not ended by a message")
  void leavesAPermission() {
    Claimed asking = running("lobby", "m1");
    Question.Terms terms = new Question.Terms(List.of("boss"), now + 60_000);
    Question question = new Question("dig", "may I dig?", List.of(), terms);
    done(store.ask(asking.attempt(), "dig", question, now));
    say("m2", INTERRUPT);

    assertThat(state(asking.attempt().turn())).isEqualTo(TurnState.ASKING);
  }

  @Test
  @DisplayName("in a chat that is paused nothing is ended by a message")
  void leavesWhatIsPaused() {
    Claimed first = running("lobby", "m1");
    command("lobby", "c1", new Change.Suspend());
    done(store.release(first.attempt(), now));
    say("m2", INTERRUPT);

    assertThat(state(first.attempt().turn())).isEqualTo(TurnState.INTERRUPTED);
    assertThat(notices()).containsExactly(NoticeKind.SUSPENDED);
  }

  // ── what a chat has chosen ───────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("what a chat has chosen holds across a crash, until it takes it back")
  void chooses() {
    command("lobby", "c1", new Change.DoubleTexts(Optional.of(DoubleText.REJECT)));
    crash();
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join(NODE, now));
    running("lobby", "m1");
    assertThat(done(store.accept(message("lobby", "m2"), INTERRUPT, HELD, now)))
        .isInstanceOf(Refused.class);
    done(
        store.command(
            message("lobby", "c2"),
            facts -> {
              assertThat(facts.doubleText()).contains(DoubleText.REJECT);
              return List.of(new Change.DoubleTexts(Optional.empty()));
            },
            now));

    say("m3", INTERRUPT);
    assertThat(runningTurns()).extracting(RunningTurn::cancelled).containsExactly(true);
  }

  @Test
  @DisplayName("what one chat has chosen is nothing to another")
  void choosesForItself() {
    command("lobby", "c1", new Change.DoubleTexts(Optional.of(DoubleText.REJECT)));
    running("den", "m1");
    Inbound other = new Inbound(chat("den"), "m2", new Sender("bob", ""), "x", List.of(), 0);
    assertThat(accept(other, ROUTE).duplicate()).isFalse();
  }
}
