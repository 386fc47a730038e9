package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.SessionState;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an operator, and a turn that asks for something, do through {@link Store}. */
public abstract class OperatorContract extends StoreContract {

  protected OperatorContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private boolean steer(String session, Change... changes) {
    return done(store.steer(session, facts -> List.of(changes), now));
  }

  private List<Delivery> dueAfter(long seq) {
    return done(store.due("web", Audience.everyone(), seq, 100));
  }

  @Test
  @DisplayName("a session is steered as a command does, without a message; its chat is answered")
  void steers() {
    Claimed claimed = running("lobby", "m1");
    rings.forget();

    assertThat(
            steer(
                "web/lobby",
                new Change.Suspend(),
                new Change.Cancel(claimed.attempt().turn()),
                new Change.Answer("an operator paused this chat")))
        .isTrue();

    awaitRing("control agent");
    awaitRing("due web/lobby");
    assertThat(said()).containsExactly("an operator paused this chat");
    assertThat(notices()).containsExactly(NoticeKind.COMMAND);
    assertThat(due().get(0).inReplyTo()).isEmpty();
    var turn = done(store.turn(claimed.attempt().turn())).orElseThrow();
    assertThat(turn.turn().cancelled()).isTrue();
    assertThat(turn.messages()).hasSize(1);
  }

  @Test
  @DisplayName("what is steered sees its session as it stands")
  void steersOnFacts() {
    accept("lobby", "m1");
    steer("web/lobby", new Change.Suspend());
    assertThat(
            done(
                store.steer(
                    "web/lobby",
                    facts -> {
                      assertThat(facts.state()).isEqualTo(SessionState.SUSPENDED);
                      assertThat(facts.open()).hasSize(1);
                      return List.of(new Change.Activate());
                    },
                    now)))
        .isTrue();
    assertThat(claim(9)).hasSize(1);
  }

  @Test
  @DisplayName("a session that does not exist is not made by steering it")
  void steersNoStranger() {
    assertThat(steer("web/nowhere", new Change.Answer("anyone?"))).isFalse();
    assertThat(due()).isEmpty();
    assertThat(done(store.steer("nonsense", facts -> List.of(), now))).isFalse();
  }

  @Test
  @DisplayName("S29: what a turn asks for is granted once, in whatever attempt, crash included")
  void grantsOnce() {
    Claimed first = running("lobby", "m1");
    String turn = first.attempt().turn();
    assertThat(done(store.request(turn, "restart", "restart the gateway", now))).isTrue();
    assertThat(done(store.request(turn, "restart", "restart the gateway", now))).isFalse();
    crash();
    lookedAfter(orphan -> new Verdict.Resume());
    claimOne();

    assertThat(done(store.request(turn, "restart", "again", now))).isFalse();
    assertThat(done(store.request(turn, "reload", "reload", now))).isTrue();
    assertThat(done(store.journal(turn)))
        .containsExactly(
            new Step("restart", "restart the gateway", StepState.RESULT, 1, ""),
            new Step("reload", "reload", StepState.RESULT, 2, ""));
  }

  @Test
  @DisplayName("S29: a turn that does not run is granted nothing")
  void grantsOnlyWhatRuns() {
    String queued = accept("lobby", "m1").turn();
    assertThat(failure(store.request(queued, "k", "l", now)))
        .isInstanceOf(HoldfastException.NotFound.class);
    Claimed claimed = claimOne();
    done(store.request(queued, "k", "l", now));
    finish(claimed.attempt(), "a1");
    assertThat(failure(store.request(queued, "k", "l", now)))
        .isInstanceOf(HoldfastException.NotFound.class);
    assertThat(failure(store.request("unknown", "k", "l", now)))
        .isInstanceOf(HoldfastException.NotFound.class);
  }

  @Test
  @DisplayName("a delivery that is dropped is due no more; retried, it is due at a new place")
  void dropsAndRetries() {
    finish(running("lobby", "m1").attempt(), "a1");
    finish(running("lobby", "m2").attempt(), "a2");
    List<Delivery> before = due();
    String id = before.get(0).id();

    now += 1;
    assertThat(done(store.drop(id, now))).isTrue();
    assertThat(done(store.drop(id, now))).isFalse();
    assertThat(said()).containsExactly("a2");
    assertThat(done(store.counts()).deliveries()).isEqualTo(Map.of(DeliveryState.PENDING, 1L));

    rings.forget();
    now += 1;
    assertThat(done(store.retry(id, now))).isTrue();
    assertThat(done(store.retry(id, now))).isFalse();
    awaitRing("due web/lobby");
    assertThat(dueAfter(before.get(1).seq())).extracting(Delivery::id).containsExactly(id);
    assertThat(timeline("m1")).endsWith("finished 1 done", "dropped 0 " + id, "due 0 " + id);
    done(store.delivered("web", List.of(id), now));
    assertThat(done(store.retry(id, now))).isFalse();
    assertThat(done(store.drop(id, now))).isFalse();
    assertThat(done(store.drop("unknown", now))).isFalse();
    assertThat(done(store.retry("unknown", now))).isFalse();
  }

  @Test
  @DisplayName("no place in the order of deliveries is given twice, across a crash")
  void givesNoPlaceTwice() {
    finish(running("lobby", "m1").attempt(), "a1");
    String id = due().get(0).id();
    for (int i = 0; i < 3; i++) {
      long last = due().get(0).seq();
      done(store.drop(id, now));
      done(store.retry(id, now));
      assertThat(due().get(0).seq()).isGreaterThan(last);
    }
    long last = due().get(0).seq();
    done(store.drop(id, now));
    crash();
    finish(running("lobby", "m2").attempt(), "a2");
    assertThat(due()).hasSize(1);
    assertThat(due().get(0).seq()).isGreaterThan(last);
  }
}
