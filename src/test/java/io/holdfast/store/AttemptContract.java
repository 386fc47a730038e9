package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an attempt may write, and what a superseded one may not. */
public abstract class AttemptContract extends StoreContract {

  /** A write that names its attempt. */
  interface Write {
    Future<Void> by(Store store, AttemptId attempt, long now);
  }

  /** What makes an attempt stale. */
  interface Event {
    void happens(AttemptContract test, AttemptId attempt);
  }

  protected AttemptContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  static Stream<Arguments> staleWrites() {
    List<Arguments> writes =
        List.of(
            Arguments.of("intend", (Write) (s, a, now) -> s.intend(a, "k2", "l", now)),
            Arguments.of("record", (Write) (s, a, now) -> s.record(a, "k", "r", now)),
            Arguments.of("ask", (Write) (s, a, now) -> s.ask(a, "q", Question.of("which?"), now)),
            Arguments.of(
                "finish",
                (Write)
                    (s, a, now) ->
                        s.finish(
                            a,
                            Outcome.done("x"),
                            List.of(new Outgoing.Reply(1, 1, "x", List.of())),
                            now)),
            Arguments.of("release", (Write) (s, a, now) -> s.release(a, now)));
    List<Arguments> events =
        List.of(
            Arguments.of(
                "released", (Event) (test, attempt) -> done(test.store.release(attempt, test.now))),
            Arguments.of(
                "superseded",
                (Event)
                    (test, attempt) -> {
                      done(test.store.release(attempt, test.now));
                      test.claimOne();
                    }),
            Arguments.of(
                "recovered",
                (Event)
                    (test, attempt) ->
                        done(
                            test.store.recover(
                                "node-2", orphan -> new Verdict.Resume(), test.now))),
            Arguments.of("finished", (Event) (test, attempt) -> test.finish(attempt, "done")),
            Arguments.of(
                "asking",
                (Event)
                    (test, attempt) ->
                        done(test.store.ask(attempt, "q", Question.of("?"), test.now))));
    return writes.stream()
        .flatMap(
            write ->
                events.stream()
                    .map(
                        event ->
                            Arguments.of(
                                write.get()[0], event.get()[0], write.get()[1], event.get()[1])));
  }

  @ParameterizedTest(name = "{0} after it was {1}")
  @MethodSource("staleWrites")
  @DisplayName("a stale attempt's write is fenced and changes nothing:")
  void fences(String name, String how, Write write, Event event) {
    Claimed claimed = running("lobby", "m1");
    done(store.intend(claimed.attempt(), "k", "l", now));
    event.happens(this, claimed.attempt());
    Object before = everything(claimed.attempt().turn());

    Throwable failure = failure(write.by(store, claimed.attempt(), now));

    assertThat(failure).isInstanceOf(HoldfastException.Fenced.class);
    assertThat(everything(claimed.attempt().turn())).isEqualTo(before);
  }

  @Test
  @DisplayName("an attempt of a turn that never was is fenced")
  void fencesUnknownTurns() {
    assertThat(failure(store.intend(new AttemptId("nothing", 1), "k", "l", now)))
        .isInstanceOf(HoldfastException.Fenced.class);
  }

  private Object everything(String turn) {
    return List.of(done(store.journal(turn)), timeline("m1"), due(), done(store.counts()));
  }

  @Test
  @DisplayName("S05 S12: each step is in the journal as it happens, in order, across a crash")
  void keepsAJournal() {
    Claimed claimed = running("lobby", "m1");
    step(claimed.attempt(), "one");
    done(store.intend(claimed.attempt(), "two", "the second", now));
    crash();

    String turn = claimed.attempt().turn();
    assertThat(done(store.journal(turn)))
        .containsExactly(
            new Step("one", "one", StepState.RESULT, 1, "result of one"),
            new Step("two", "the second", StepState.INTENT, 1, ""));
    assertThat(done(store.journal("nothing"))).isEmpty();
  }

  @Test
  @DisplayName("an INTENT that was left behind is taken over by the attempt that goes on with it")
  void takesOverAnIntent() {
    Claimed first = running("lobby", "m1");
    done(store.intend(first.attempt(), "one", "old", now));
    done(store.intend(first.attempt(), "two", "two", now));
    done(store.release(first.attempt(), now));
    Claimed second = claimOne();

    done(store.intend(second.attempt(), "one", "new", now));
    done(store.record(second.attempt(), "two", "found out", now));

    assertThat(done(store.journal(first.attempt().turn())))
        .containsExactly(
            new Step("one", "new", StepState.INTENT, 2, ""),
            new Step("two", "two", StepState.RESULT, 2, "found out"));
  }

  @Test
  @DisplayName("a RESULT is final: it is not begun again and not given another value")
  void resultsAreFinal() {
    AttemptId attempt = running("lobby", "m1").attempt();
    step(attempt, "one");

    done(store.record(attempt, "one", "result of one", now));
    assertThat(failure(store.record(attempt, "one", "other", now)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(failure(store.intend(attempt, "one", "again", now)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(failure(store.record(attempt, "never begun", "x", now)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(done(store.journal(attempt.turn())))
        .containsExactly(new Step("one", "one", StepState.RESULT, 1, "result of one"));
  }

  @Test
  @DisplayName("S13 S21: the outcome commits with its replies, each naming its turn and messages")
  void finishes() {
    Claimed claimed = running("lobby", "m1");
    String turn = claimed.attempt().turn();
    rings.forget();
    List<Outgoing> says =
        List.of(
            new Outgoing.Reply(1, 2, "first", List.of()),
            new Outgoing.Reply(2, 2, "second", List.of()));
    done(store.finish(claimed.attempt(), Outcome.done("first second"), says, now));
    awaitRing("due web/lobby");
    crash();

    List<Delivery> due = due();
    assertThat(due).extracting(Delivery::id).containsExactly(turn + ".1", turn + ".2");
    assertThat(due).extracting(Delivery::content).containsExactlyElementsOf(says);
    assertThat(due)
        .allSatisfy(
            reply -> {
              assertThat(reply.turn()).isEqualTo(turn);
              assertThat(reply.inReplyTo()).containsExactly("m1");
              assertThat(reply.address()).isEqualTo(claimed.address());
              assertThat(reply.createdAt()).isEqualTo(now);
            });
    assertThat(done(store.recover("node-2", orphan -> new Verdict.Resume(), now)).resumed())
        .isEmpty();
  }

  @Test
  @DisplayName("a turn's end rings for the turn behind it")
  void ringsForTheNext() {
    Claimed claimed = running("lobby", "m1");
    accept("lobby", "m2");
    rings.forget();
    finish(claimed.attempt(), "a1");
    awaitRing("work agent");
  }

  @Test
  @DisplayName("a turn that failed after half a reply and succeeds later says both under own ids")
  void repliesOfARetryHaveTheirOwnIds() {
    Claimed first = running("lobby", "m1");
    List<Outgoing> half = List.of(new Outgoing.Reply(1, 1, "half", List.of()));
    done(store.finish(first.attempt(), new Outcome.Failed("x", "y"), half, now));
    command("lobby", "c1", new Change.Retry(first.attempt().turn()));
    finish(claimOne().attempt(), "whole");

    assertThat(said()).containsExactly("half", "whole");
    assertThat(due()).extracting(Delivery::id).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("a turn that asks says its question and waits; its marker is gone")
  void asks() {
    Claimed claimed = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    done(store.ask(claimed.attempt(), "q", Question.of("which?"), now));

    assertThat(said()).containsExactly("which?");
    assertThat(notices()).containsExactly(NoticeKind.QUESTION);
    assertThat(done(store.counts()).markers()).isZero();
    assertThat(timeline("m1")).endsWith("marked 1 shutdown", "asked 1 q");
  }

  @Test
  @DisplayName("S21: a turn that goes on with an answer names the answer too")
  void namesAnswers() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "q", Question.of("which?"), now));
    accept("lobby", "m2");

    Claimed again = claimOne();
    assertThat(again.inReplyTo()).containsExactly("m1", "m2");
    assertThat(again.messages()).hasSize(1);
  }

  /** A resumed attempt that the chat was told of, or will be. */
  private Claimed resumed(Claimed first) {
    done(store.mark(stop("s1"), now));
    done(store.release(first.attempt(), now));
    ClaimRequest.ResumeNotice words = (reason, away, steps) -> Optional.of("it goes on");
    return done(store.claim(new ClaimRequest("agent", NODE, 1, 1, ALL_AT_ONCE, words), now)).get(0);
  }

  @Test
  @DisplayName("S30: a resumed turn whose first act is a question does not say that it goes on")
  void asksInsteadOfGoingOn() {
    Claimed first = running("lobby", "m1");
    done(store.intend(first.attempt(), "unknown", "unknown", now));
    Claimed second = resumed(first);
    assertThat(said()).containsExactly("it goes on");
    done(store.ask(second.attempt(), "unknown", Question.of("was it done?"), now));

    assertThat(said()).containsExactly("was it done?");
  }

  @Test
  @DisplayName("a resumed turn that does something before it asks did go on")
  void goesOnAndAsks() {
    Claimed second = resumed(running("lobby", "m1"));
    step(second.attempt(), "one");
    done(store.ask(second.attempt(), "q", Question.of("which?"), now));

    assertThat(said()).containsExactly("it goes on", "which?");
  }

  @Test
  @DisplayName("the memory is what was answered before, oldest first, the last few of it")
  void remembers() {
    for (int i = 1; i <= 3; i++) {
      finish(running("lobby", "m" + i).attempt(), "a" + i);
    }
    fail(running("lobby", "m4").attempt());
    finish(running("den", "m5").attempt(), "elsewhere");
    Claimed last = running("lobby", "m6");
    accept("lobby", "m7");

    assertThat(done(store.memory(last.attempt().turn(), 2)))
        .containsExactly(new Exchange("text of m2", "a2"), new Exchange("text of m3", "a3"));
    assertThat(done(store.memory(last.attempt().turn(), 10))).hasSize(3);
  }

  @Test
  @DisplayName("what a runner keeps for a session is found by the session's later turns")
  void recalls() {
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "session-1");
    step(first.attempt(), "session-2");
    step(first.attempt(), "other");
    finish(first.attempt(), "a1");
    finish(running("den", "m2").attempt(), "elsewhere");
    Claimed next = running("lobby", "m3");

    assertThat(done(store.recall(first.attempt().turn(), "session-"))).isEmpty();
    assertThat(done(store.recall(next.attempt().turn(), "session-")))
        .contains("result of session-2");
    assertThat(done(store.recall(next.attempt().turn(), "agent-"))).isEmpty();

    finish(next.attempt(), "a3");
    command("lobby", "c1", new Change.Forget());
    Claimed after = running("lobby", "m4");
    assertThat(done(store.recall(after.attempt().turn(), "session-"))).isEmpty();
  }

  @Test
  @DisplayName("the attempt before one is the last of the turn before it, however that ended")
  void previous() {
    Claimed first = running("lobby", "m1");
    finish(first.attempt(), "a1");
    Claimed second = resumed(running("lobby", "m2"));
    fail(second.attempt());
    finish(running("den", "m3").attempt(), "elsewhere");
    Claimed third = running("lobby", "m4");

    assertThat(done(store.previous(first.attempt().turn()))).isEmpty();
    assertThat(done(store.previous(second.attempt().turn()))).contains(first.attempt());
    assertThat(done(store.previous(third.attempt().turn())))
        .contains(new AttemptId(second.attempt().turn(), 2));

    finish(third.attempt(), "a4");
    command("lobby", "c1", new Change.Forget());
    assertThat(done(store.previous(running("lobby", "m5").attempt().turn()))).isEmpty();
  }

  @Test
  @DisplayName("S04: a crash does not change which session, and which memory, a chat has")
  void keepsTheSession() {
    finish(running("lobby", "m1").attempt(), "a1");
    crash();
    Claimed after = running("lobby", "m2");
    assertThat(done(store.memory(after.attempt().turn(), 10)))
        .containsExactly(new Exchange("text of m1", "a1"));
  }
}
