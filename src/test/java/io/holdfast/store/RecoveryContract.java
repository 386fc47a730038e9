package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Store#recover} promises. */
public abstract class RecoveryContract extends StoreContract {

  private int nodes = 1;

  protected RecoveryContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  /** The process dies, and the next one recovers and joins. */
  private Recovery restart(Function<Orphan, Verdict> judge) {
    crash();
    nodes++;
    Recovery recovery = done(store.recover(node(), judge, now));
    done(store.join(node(), now));
    return recovery;
  }

  private String node() {
    return "node-" + nodes;
  }

  private List<Claimed> claimHere(int limit) {
    return done(
        store.claim(new ClaimRequest("agent", node(), limit, limit, ALL_AT_ONCE, SILENT), now));
  }

  private List<Orphan> orphans() {
    List<Orphan> orphans = new ArrayList<>();
    restart(
        orphan -> {
          orphans.add(orphan);
          return new Verdict.Resume();
        });
    return orphans;
  }

  private TurnFacts first(String chat) {
    AtomicReference<TurnFacts> seen = new AtomicReference<>();
    done(
        store.command(
            message(chat, "look-" + System.nanoTime()),
            facts -> {
              seen.set(facts.open().isEmpty() ? facts.ended().get() : facts.open().get(0));
              return List.of();
            },
            now));
    return seen.get();
  }

  @ParameterizedTest(name = "{0}: {1}, said: {2}")
  @DisplayName("each verdict is applied")
  @CsvSource({
    "resume, INTERRUPTED,",
    "quarantine, QUARANTINED, QUARANTINED",
    "ask, ASKING, QUESTION",
    "cancel, CANCELLED, COMMAND"
  })
  void appliesVerdicts(String verdict, TurnState state, NoticeKind said) {
    running("lobby", "m1");
    accept("lobby", "m2");
    Recovery recovery =
        restart(
            orphan ->
                switch (verdict) {
                  case "resume" -> new Verdict.Resume();
                  case "quarantine" -> new Verdict.Quarantine("set aside");
                  case "ask" -> new Verdict.Ask("go on?");
                  default -> new Verdict.Cancel("stopped");
                });

    assertThat(recovery)
        .isEqualTo(
            new Recovery(
                state == TurnState.INTERRUPTED ? Map.of(Reason.CRASH, 1) : Map.of(),
                state == TurnState.QUARANTINED ? 1 : 0,
                state == TurnState.ASKING ? 1 : 0,
                state == TurnState.CANCELLED ? 1 : 0,
                1));
    if (state == TurnState.CANCELLED) {
      assertThat(ids(claimHere(9))).containsExactly(List.of("m2"));
    } else {
      assertThat(first("lobby").state()).isEqualTo(state);
      assertThat(ids(claimHere(9)))
          .isEqualTo(state == TurnState.INTERRUPTED ? List.of(List.of("m1")) : List.of());
    }
    assertThat(notices()).isEqualTo(said == null ? List.of() : List.of(said));
  }

  @Test
  @DisplayName("a crash is judged with what the store knows about it")
  void describesACrash() {
    Claimed claimed = running("lobby", "m1");
    step(claimed.attempt(), "one");
    long beat = now + 5_000;
    done(store.beat(NODE, beat));
    now += 60_000;

    assertThat(orphans())
        .containsExactly(
            new Orphan(
                claimed.attempt().turn(), Reason.CRASH, SessionState.ACTIVE, false, 0, beat, 1));
  }

  @Test
  @DisplayName("a turn with a marker is judged with that marker's reason and time")
  void describesAMarkedTurn() {
    Claimed claimed = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    long marked = now;
    now += 60_000;
    done(store.beat(NODE, now));

    assertThat(orphans())
        .containsExactly(
            new Orphan(
                claimed.attempt().turn(),
                Reason.SHUTDOWN,
                SessionState.ACTIVE,
                false,
                1,
                marked,
                0));
  }

  @Test
  @DisplayName("S23: interruptions without a new step are counted, of every kind of death")
  void countsInterruptions() {
    Claimed claimed = running("lobby", "m1");
    done(store.release(claimed.attempt(), now));
    claimOne();
    assertThat(orphans()).extracting(Orphan::interruptions).containsExactly(2);
    claimHere(1);
    assertThat(orphans()).extracting(Orphan::interruptions).containsExactly(3);
    assertThat(orphans()).extracting(Orphan::interruptions).containsExactly(3);

    Claimed again = claimHere(1).get(0);
    step(again.attempt(), "progress");
    assertThat(orphans()).extracting(Orphan::interruptions).containsExactly(0);
    claimHere(1);
    assertThat(orphans()).extracting(Orphan::interruptions).containsExactly(1);
  }

  @Test
  @DisplayName("/resume forgives: the count starts anew and the age too")
  void resumeForgives() {
    Claimed claimed = running("lobby", "m1");
    done(store.release(claimed.attempt(), now));
    claimOne();
    restart(orphan -> new Verdict.Quarantine("set aside"));
    assertThat(first("lobby").state()).isEqualTo(TurnState.QUARANTINED);
    now += 1_000_000;
    command("lobby", "c1", new Change.Resume(claimed.attempt().turn()), new Change.Activate());

    assertThat(orphans())
        .singleElement()
        .satisfies(
            orphan -> {
              assertThat(orphan.interruptions()).isZero();
              assertThat(orphan.interruptedAt()).isEqualTo(now);
            });
  }

  @Test
  @DisplayName("S10: a turn whose judgement fails is set aside alone; the others go on")
  void isolatesTurns() {
    running("bad", "m1");
    running("good", "m2");
    String bad = first("bad").id();
    Recovery recovery =
        restart(
            orphan -> {
              if (orphan.turn().equals(bad)) {
                throw new IllegalStateException("cannot judge");
              }
              return new Verdict.Resume();
            });

    assertThat(recovery.quarantined()).isEqualTo(1);
    assertThat(recovery.resumed()).isEqualTo(Map.of(Reason.CRASH, 1));
    assertThat(ids(claimHere(9))).containsExactly(List.of("m2"));
    assertThat(notices()).containsExactly(NoticeKind.QUARANTINED);
  }

  @Test
  @DisplayName("S01 S11: recovery twice, or cut off by another crash, changes nothing more")
  void isIdempotent() {
    running("lobby", "m1");
    running("den", "m2");
    accept("lobby", "m3");
    done(store.mark(stop("s1"), now));
    Function<Orphan, Verdict> judge =
        orphan -> orphan.turn().equals("x") ? new Verdict.Cancel("stopped") : new Verdict.Resume();
    Recovery first = restart(judge);
    Recovery second = done(store.recover(node(), judge, now));
    Recovery third = restart(judge);

    assertThat(first.resumed()).isEqualTo(Map.of(Reason.SHUTDOWN, 2));
    assertThat(List.of(second, third)).containsOnly(first);
    List<Claimed> claimed = claimHere(9);
    assertThat(ids(claimed)).containsExactly(List.of("m1"), List.of("m2"));
    assertThat(claimed).allSatisfy(turn -> assertThat(turn.attempt().number()).isEqualTo(2));
  }

  @Test
  @DisplayName("a suspended session's turn waits for its user; another's cancel is honoured")
  void respectsUsers() {
    Claimed suspended = running("lobby", "m1");
    command("lobby", "c1", new Change.Suspend());
    Claimed cancelled = running("den", "m2");
    command("den", "c2", new Change.Cancel(cancelled.attempt().turn()));

    Recovery recovery =
        restart(
            orphan -> orphan.cancelled() ? new Verdict.Cancel("stopped") : new Verdict.Resume());

    assertThat(recovery.cancelled()).isEqualTo(1);
    assertThat(recovery.resumed()).isEmpty();
    assertThat(claimHere(9)).isEmpty();
    assertThat(first("lobby").state()).isEqualTo(TurnState.INTERRUPTED);
    command("lobby", "c3", new Change.Activate());
    assertThat(claimHere(9).get(0).attempt().turn()).isEqualTo(suspended.attempt().turn());
  }

  @Test
  @DisplayName("S28: what was being stopped when its process died has stopped, and it is said once")
  void saysOnceThatItHasStopped() {
    Claimed claimed = running("lobby", "m1");
    String turn = claimed.attempt().turn();
    accept("lobby", "m2");
    command("lobby", "c1", new Change.Cancel(turn), new Change.Answer("stopping"));
    assertThat(said()).containsExactly("stopping");

    Function<Orphan, Verdict> judge =
        orphan -> orphan.cancelled() ? new Verdict.Cancel("stopped") : new Verdict.Resume();
    restart(judge);
    done(store.recover(node(), judge, now));
    restart(judge);
    List<Outgoing> late = List.of(new Outgoing.Notice(NoticeKind.COMMAND, "stopped"));
    assertThat(failure(store.finish(claimed.attempt(), new Outcome.Cancelled(), late, now)))
        .isInstanceOf(HoldfastException.Fenced.class);

    assertThat(said()).containsExactly("stopping", "stopped");
    assertThat(due().get(1).turn()).isEqualTo(turn);
    assertThat(due().get(1).inReplyTo()).containsExactly("m1");
    assertThat(ids(claimHere(9))).containsExactly(List.of("m2"));
  }

  @Test
  @DisplayName("a node does not take the turns that run on itself for orphans")
  void leavesItsOwnTurnsAlone() {
    running("lobby", "m1");
    Recovery recovery = done(store.recover(NODE, orphan -> new Verdict.Cancel("stopped"), now));
    assertThat(recovery.cancelled()).isZero();
    assertThat(first("lobby").state()).isEqualTo(TurnState.RUNNING);
  }

  @Test
  @DisplayName("stops of dead nodes are over, and their unsent notices are dropped")
  void tidiesUp() {
    running("lobby", "m1");
    done(store.draining(stop("s1"), now));
    done(store.mark(stop("s1"), now));
    done(store.tell(stop("s1"), "back soon", 9, now));
    assertThat(said()).containsExactly("back soon");

    restart(orphan -> new Verdict.Resume());

    assertThat(due()).isEmpty();
    assertThat(claimHere(9)).hasSize(1);
    assertThat(timeline("m1")).anyMatch(line -> line.startsWith("dropped"));
  }

  @Test
  @DisplayName("S12: what a turn was asked and has done is there for the attempt that goes on")
  void goesOn() {
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "one");
    restart(orphan -> new Verdict.Resume());
    Claimed second = claimHere(1).get(0);

    assertThat(second.inReplyTo()).containsExactly("m1");
    assertThat(second.steps()).isEqualTo(1);
    assertThat(done(store.journal(first.attempt().turn()))).hasSize(1);
    done(
        store.finish(
            second.attempt(),
            Outcome.done("done"),
            List.of(new Outgoing.Reply(1, 1, "done", List.of())),
            now));
    assertThat(timeline("m1"))
        .containsExactly(
            "accepted 0 queued",
            "claimed 1",
            "interrupted 1 crash",
            "resumed 2 crash",
            "finished 2 done");
  }

  @Test
  @DisplayName("S07: what was queued is claimed by the next process, in order")
  void keepsTheQueue() {
    List<Accepted> accepted = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      accepted.add(accept("lobby", "m" + i));
    }
    assertThat(restart(orphan -> new Verdict.Resume()).queued()).isEqualTo(3);
    for (Accepted message : accepted) {
      Claimed claimed = claimHere(9).get(0);
      assertThat(claimed.attempt().turn()).isEqualTo(message.turn());
      finish(claimed.attempt(), "done");
    }
  }
}
