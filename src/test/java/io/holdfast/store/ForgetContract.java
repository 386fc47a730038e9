package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.TurnState;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of journals and timelines of turns that ended long ago. */
public abstract class ForgetContract extends StoreContract {

  private static final long DAY = 86_400_000;
  private static final long KEPT = 3 * DAY;

  protected ForgetContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  /** Lets days pass, with the looks of a gateway that is to keep everything. */
  private void pass(int days) {
    for (int i = 0; i < days; i++) {
      now += DAY;
      assertThat(done(store.forget(0, now))).isZero();
    }
  }

  /** As the gateway does, until there is nothing more; how many turns it were. */
  private int forget() {
    int turns = 0;
    for (int some = 1; some > 0; turns += some) {
      some = done(store.forget(now - KEPT, now));
    }
    return turns;
  }

  private AttemptId answered(String chat, String id) {
    Claimed claimed = running(chat, id);
    step(claimed.attempt(), "a");
    step(claimed.attempt(), "b");
    finish(claimed.attempt(), "answer to " + id);
    return claimed.attempt();
  }

  private int steps(AttemptId attempt) {
    return done(store.journal(attempt.turn())).size();
  }

  @Test
  @DisplayName(
      "what ended long ago is forgotten across a crash, what did not stays, and so do the turns")
  void forgetsWhatIsOld() {
    AttemptId old = answered("lobby", "m1");
    pass(1);
    AttemptId fresh = answered("lobby", "m2");
    pass(3);

    assertThat(done(store.forget(now - KEPT, now))).isEqualTo(1);
    crash();
    assertThat(forget()).isZero();

    assertThat(steps(old)).isZero();
    assertThat(timeline("m1")).containsExactly("accepted 0 queued");
    assertThat(done(store.turn(old.turn())).orElseThrow().turn().state()).isEqualTo(TurnState.DONE);
    assertThat(said()).containsExactly("answer to m1", "answer to m2");
    assertThat(steps(fresh)).isEqualTo(2);
    assertThat(timeline("m2")).contains("claimed 1", "finished 1 done");
  }

  @Test
  @DisplayName("a turn keeps its journal as long as it is open, and for its time from its end on")
  void keepsWhatIsOpen() {
    Claimed open = running("lobby", "m1");
    step(open.attempt(), "a");
    pass(4);
    assertThat(forget()).isZero();
    assertThat(steps(open.attempt())).isEqualTo(1);

    step(open.attempt(), "b");
    finish(open.attempt(), "at last");
    pass(2);
    assertThat(forget()).isZero();
    assertThat(steps(open.attempt())).isEqualTo(2);

    pass(2);
    assertThat(forget()).isEqualTo(1);
    assertThat(steps(open.attempt())).isZero();
  }

  @Test
  @DisplayName("a turn that is tried again after that begins from its start, and is kept anew")
  void triedAgain() {
    Claimed failed = running("lobby", "m1");
    step(failed.attempt(), "a");
    fail(failed.attempt());
    pass(5);
    assertThat(forget()).isEqualTo(1);

    command("lobby", "c1", new Change.Retry(failed.attempt().turn()));
    Claimed again = claimOne();
    assertThat(again.steps()).isZero();
    step(again.attempt(), "a");
    finish(again.attempt(), "now it works");
    pass(2);
    assertThat(forget()).isZero();
    assertThat(steps(again.attempt())).isEqualTo(1);
    pass(2);
    assertThat(forget()).isEqualTo(1);
    assertThat(steps(again.attempt())).isZero();
  }

  @Test
  @DisplayName("many are forgotten little by little, and none is left")
  void forgetsMany() {
    for (int i = 0; i < 250; i++) {
      accept("chat-" + i, "m" + i);
    }
    for (Claimed claimed : claim(250)) {
      step(claimed.attempt(), "a");
      finish(claimed.attempt(), "done");
    }
    pass(5);
    assertThat(forget()).isEqualTo(250);
    assertThat(timeline("m249")).containsExactly("accepted 0 queued");
  }
}
