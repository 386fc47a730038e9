package io.holdfast.ops.trace;

import static io.holdfast.ops.trace.Lives.TURN;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.TurnState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The watch over turns")
class WatchTest {

  private final Watch watch = new Watch(3);

  @Test
  @DisplayName("looks at an end at once, and at anything else ever more rarely")
  void pauses() {
    watch.seen(TURN, 0);
    assertThat(watch.due(999, 10)).isEmpty();
    assertThat(watch.due(1_000, 10)).containsExactly(TURN);
    assertThat(watch.due(1_999, 10)).isEmpty();
    assertThat(watch.due(2_000, 10)).containsExactly(TURN);
    assertThat(watch.due(3_999, 10)).isEmpty();
    watch.ended(TURN, 3_999);
    assertThat(watch.due(3_999, 10)).containsExactly(TURN);
  }

  @Test
  @DisplayName("gives each span once, a delivery's when it is final, and then forgets the turn")
  void news() {
    watch.ended(TURN, 0);
    Lives life = Lives.plain(TURN);
    assertThat(watch.news(life.delivery("d1", DeliveryState.PENDING, 5, 0).now(TurnState.DONE, 5)))
        .extracting(Span::kind)
        .containsExactly(Span.Kind.MESSAGE, Span.Kind.TURN, Span.Kind.ATTEMPT);
    assertThat(watch.unfinished(10)).containsExactly(TURN);
    Lives sent = Lives.plain(TURN).delivery("d1", DeliveryState.SENT, 5, 6);
    assertThat(watch.news(sent.now(TurnState.DONE, 5)))
        .extracting(Span::kind)
        .containsExactly(Span.Kind.DELIVERY);
    assertThat(watch.size()).isZero();
  }

  @Test
  @DisplayName("gives a turn anew that was tried again and has ended again")
  void again() {
    watch.ended(TURN, 0);
    Lives life = Lives.of(TURN).message("m1", 1).event(2, "claimed", 1, "");
    life.event(5, "finished", 1, "failed timeout").delivery("d1", DeliveryState.PENDING, 5, 0);
    watch.news(life.now(TurnState.FAILED, 5));
    life.event(6, "retried", 1, "").event(7, "resumed", 2, "").event(8, "finished", 2, "done");
    assertThat(watch.news(life.now(TurnState.DONE, 8)))
        .extracting(Span::kind)
        .containsExactly(Span.Kind.MESSAGE, Span.Kind.TURN, Span.Kind.ATTEMPT);
  }

  @Test
  @DisplayName("does not go back to an end that was exported, but to a later one")
  void doneIsDone() {
    watch.ended(TURN, 0);
    watch.news(Lives.plain(TURN).now(TurnState.DONE, 5));
    watch.ended(TURN, 5_000, 6_000);
    assertThat(watch.size()).isZero();
    watch.ended(TURN, 7_000, 7_000);
    assertThat(watch.due(7_000, 10)).containsExactly(TURN);
  }

  @Test
  @DisplayName("forgets the eldest when there are too many")
  void bounded() {
    for (int i = 0; i < 5; i++) {
      watch.ended("turn-" + i, 0);
    }
    assertThat(watch.due(0, 2)).containsExactly("turn-2", "turn-3");
    assertThat(watch.due(0, 2)).containsExactly("turn-4");
  }
}
