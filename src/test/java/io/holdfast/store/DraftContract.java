package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Question;
import io.holdfast.model.Settlement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The messages in which turns are shown while they run. */
public abstract class DraftContract extends StoreContract {

  private static final long DAY = 86_400_000;

  protected DraftContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Draft fresh(String key) {
    return Draft.begun(key, "it begins", List.of("m1"), now);
  }

  private boolean drafting(AttemptId attempt, String key) {
    return done(store.drafting(attempt, fresh(key)));
  }

  private Optional<Draft> draft(AttemptId attempt) {
    return done(store.draft(attempt));
  }

  private boolean drafted(String key, String receipt) {
    return done(store.drafted(key, receipt));
  }

  private Head head() {
    List<Head> heads = done(store.heads("web", 10));
    assertThat(heads).hasSize(1);
    return heads.get(0);
  }

  private boolean settle(Head head, int upto, Settlement as) {
    String id = head.delivery().id();
    assertThat(done(store.attempting("web", id, head.from(), upto, now))).isTrue();
    return done(store.settle("web", id, head.from(), as, now));
  }

  /** A turn that is shown in the message 17. */
  private AttemptId shown(String id) {
    AttemptId attempt = running("lobby", id).attempt();
    assertThat(drafting(attempt, id)).isTrue();
    assertThat(drafted(id, "17")).isTrue();
    return attempt;
  }

  @Test
  @DisplayName(
      "S16: is not begun as long as something is due in its chat, which would stand below it")
  void behind() {
    AttemptId attempt = running("lobby", "m1").attempt();
    command("lobby", "c1", new Change.Answer("first"));
    assertThat(drafting(attempt, "key")).isFalse();
    Head first = head();
    assertThat(settle(first, 5, new Settlement.Unknown(now, "cut"))).isTrue();
    assertThat(drafting(attempt, "key")).isFalse();
    assertThat(
            done(
                store.settle("web", first.delivery().id(), 0, new Settlement.Sent("1", true), now)))
        .isTrue();
    assertThat(drafting(attempt, "key")).isTrue();
  }

  @Test
  @DisplayName("is committed once for a turn, before and after it is sent, and outlives a crash")
  void committed() {
    AttemptId attempt = running("lobby", "m1").attempt();
    assertThat(draft(attempt)).isEmpty();
    assertThat(drafting(attempt, "key")).isTrue();
    crash();
    assertThat(draft(attempt)).contains(fresh("key"));
    assertThat(drafting(attempt, "another")).isFalse();
    assertThat(drafted("key", "17")).isTrue();
    assertThat(drafted("another", "18")).isFalse();
    crash();
    assertThat(draft(attempt))
        .contains(new Draft("key", "it begins", List.of("m1"), Draft.State.SENT, "17", now));
  }

  @Test
  @DisplayName("is for the attempt that runs, and the next attempt goes on with it")
  void ofTheAttemptThatRuns() {
    AttemptId first = shown("m1");
    done(store.release(first, now));
    assertThat(draft(first)).isEmpty();
    AttemptId second = claimOne().attempt();
    assertThat(draft(first)).isEmpty();
    assertThat(drafting(first, "late")).isFalse();
    assertThat(draft(second).orElseThrow().receipt()).isEqualTo("17");
    finish(second, "all of it");
    assertThat(draft(second)).isEmpty();
    assertThat(drafting(second, "too late")).isFalse();
  }

  @Test
  @DisplayName("S16: becomes the first piece of the reply, and no other")
  void becomesTheReply() {
    finish(shown("m1"), "onetwo");
    Head first = head();
    assertThat(first.draft().orElseThrow().receipt()).isEqualTo("17");
    assertThat(settle(first, 3, new Settlement.Unknown(now, "reset"))).isTrue();
    crash();
    assertThat(head().draft().orElseThrow().receipt()).isEqualTo("17");
    assertThat(settle(head(), 3, new Settlement.Sent("17", false))).isTrue();
    assertThat(head().from()).isEqualTo(3);
    assertThat(head().draft()).isEmpty();
    assertThat(drafted("m1", "18")).as("it is no more").isFalse();
  }

  @Test
  @DisplayName("does not become what is said while its turn runs, and stays through it")
  void notOfNotices() {
    AttemptId attempt = shown("m1");
    assertThat(done(store.mark(stop("s1"), now))).isEqualTo(1);
    assertThat(done(store.tell(stop("s1"), "back soon", 9, now))).isEqualTo(1);
    Head notice = head();
    assertThat(notice.delivery().turn()).isEqualTo(attempt.turn());
    assertThat(notice.draft()).isEmpty();
    settle(notice, 9, new Settlement.Sent("18", true));
    assertThat(draft(attempt)).isPresent();
  }

  @Test
  @DisplayName("S16: not there, leaves its reply as if it had never been tried")
  void notThere() {
    finish(shown("m1"), "hello");
    settle(head(), 5, new Settlement.Unknown(now, "reset"));
    assertThat(settle(head(), 5, new Settlement.Gone("deleted"))).isTrue();
    assertThat(head().state()).isEqualTo(DeliveryState.PENDING);
    assertThat(head().unknowns()).isZero();
    assertThat(head().draft()).isEmpty();
    now += 1_000;
    settle(head(), 5, new Settlement.Unknown(now, "reset"));
    assertThat(head().triedAt()).isEqualTo(now);
  }

  @Test
  @DisplayName("gone while the turn runs, is never anything again")
  void gone() {
    AttemptId attempt = shown("m1");
    assertThat(drafted("m1", "")).isTrue();
    assertThat(drafted("m1", "17")).isFalse();
    assertThat(draft(attempt).orElseThrow().state()).isEqualTo(Draft.State.GONE);
    assertThat(drafting(attempt, "another")).isFalse();
    finish(attempt, "hello");
    assertThat(head().draft()).isEmpty();
  }

  @Test
  @DisplayName("of a turn that asks stays above the question, and another one is begun behind that")
  void asks() {
    AttemptId first = shown("m1");
    done(store.ask(first, "dig", Question.of("may I dig?"), now));
    crash();
    assertThat(drafted("m1", "17")).as("it is told too late").isFalse();
    accept("lobby", "a1");
    AttemptId second = claimOne().attempt();
    assertThat(draft(second)).isEmpty();
    assertThat(drafting(second, "too early")).as("the question is due").isFalse();
    deliver();
    assertThat(drafting(second, "m1 on")).isTrue();
    assertThat(drafted("m1", "17")).as("it is told too late").isFalse();
    assertThat(drafted("m1 on", "19")).isTrue();
    finish(second, "all of it");
    assertThat(head().draft().orElseThrow().receipt()).isEqualTo("19");
  }

  @Test
  @DisplayName("of a turn that asked and shows nothing more is not what its reply goes into")
  void asksAndEnds() {
    AttemptId first = shown("m1");
    done(store.ask(first, "dig", Question.of("may I dig?"), now));
    accept("lobby", "a1");
    finish(claimOne().attempt(), "all of it");
    deliver();
    assertThat(head().delivery().content().text()).isEqualTo("all of it");
    assertThat(head().draft()).isEmpty();
  }

  @Test
  @DisplayName("of a turn that is tried again is left as it is, and another one is begun")
  void triedAgain() {
    AttemptId first = shown("m1");
    Outgoing half = new Outgoing.Reply(1, 1, "half of it", List.of());
    done(store.finish(first, new Outcome.Failed("broken", "it broke"), List.of(half), now));
    command("lobby", "c1", new Change.Retry(first.turn()));
    AttemptId second = claimOne().attempt();
    assertThat(draft(second)).isEmpty();
    assertThat(head().delivery().content().text()).isEqualTo("half of it");
    assertThat(head().draft()).as("the turn runs").isEmpty();
    assertThat(settle(head(), 10, new Settlement.Sent("18", true))).isTrue();
    assertThat(drafting(second, "m1 again")).isTrue();
  }

  @Test
  @DisplayName("of a turn that is tried again is its own, whatever becomes of what was said before")
  void itsOwn() {
    AttemptId first = shown("m1");
    Outgoing half = new Outgoing.Reply(1, 1, "half of it", List.of());
    done(store.finish(first, new Outcome.Failed("broken", "it broke"), List.of(half), now));
    Head before = head();
    assertThat(settle(before, 10, new Settlement.Dead("refused"))).isTrue();
    command("lobby", "c1", new Change.Retry(first.turn()));
    AttemptId second = claimOne().attempt();
    assertThat(drafting(second, "m1 again")).isTrue();
    assertThat(done(store.retry(before.delivery().id(), now))).isTrue();
    assertThat(draft(second)).isPresent();
    deliver();
    assertThat(draft(second)).isPresent();
  }

  @Test
  @DisplayName("S22: is left as it is when its reply was held back, which is sent anew then")
  void heldBack() {
    finish(shown("m1"), "hello");
    now += DAY;
    assertThat(done(store.holdBack(now - 1, 9, now, held -> held + " wait", now))).isEqualTo(1);
    command("lobby", "c1", new Change.Deliver());
    assertThat(head().delivery().content().text()).isEqualTo("hello");
    assertThat(head().draft()).isEmpty();
  }

  @Test
  @DisplayName("of a turn that said nothing is forgotten with the next one, one that waits is not")
  void tidied() {
    fail(shown("m1"));
    deliver();
    AttemptId waits = shown("m2");
    assertThat(drafted("m1", "17")).isFalse();
    finish(waits, "hello");
    now += DAY;
    assertThat(done(store.holdBack(now - 1, 9, now, held -> held + " wait", now))).isEqualTo(1);
    deliver();
    shown("m3");
    assertThat(drafted("m2", "17")).isTrue();
  }

  private void deliver() {
    Head head = head();
    int whole = head.delivery().content().text().length();
    assertThat(settle(head, whole, new Settlement.Sent("18", true))).isTrue();
  }
}
