package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Change;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operator who")
class SteeringTest {

  private static SessionFacts facts(SessionState state, TurnState... open) {
    List<TurnFacts> turns =
        Stream.of(open).map(s -> new TurnFacts(s.wire(), s, "Bake bread", 0, 1, "agent")).toList();
    return new SessionFacts(state, turns, Optional.empty());
  }

  @Test
  @DisplayName("suspends a session says so in its chat")
  void suspend() {
    assertThat(Steering.suspend(facts(SessionState.ACTIVE)))
        .containsExactly(
            new Change.Suspend(),
            new Change.Answer("An operator paused this chat. /resume goes on."));
    assertThat(Steering.suspend(facts(SessionState.ACTIVE, TurnState.RUNNING)))
        .contains(
            new Change.Answer(
                "An operator paused this chat: the task stops after its current step."
                    + " /resume goes on."));
  }

  @Test
  @DisplayName("resumes a session lets every turn go on that was set aside")
  void resume() {
    assertThat(
            Steering.resume(facts(SessionState.SUSPENDED, TurnState.QUARANTINED, TurnState.QUEUED)))
        .containsExactly(
            new Change.Resume("quarantined"),
            new Change.Activate(),
            new Change.Answer("An operator lets this chat go on."));
    assertThat(Steering.resume(facts(SessionState.ACTIVE, TurnState.ASKING)))
        .containsExactly(
            new Change.Resume("asking"), new Change.Answer("An operator lets this chat go on."));
  }

  @Test
  @DisplayName("cancels a turn ends that one only, and undoes the suspension for its sake")
  void cancel() {
    SessionFacts busy = facts(SessionState.ACTIVE, TurnState.RUNNING, TurnState.QUEUED);
    Change.Answer said = new Change.Answer("An operator ended this task: Bake bread");
    assertThat(Steering.cancel("queued", busy)).containsExactly(new Change.Cancel("queued"), said);
    assertThat(Steering.cancel("running", busy))
        .containsExactly(
            new Change.Cancel("running"),
            new Change.Answer("An operator is ending this task: Bake bread"));
    SessionFacts aside = facts(SessionState.SUSPENDED, TurnState.QUARANTINED);
    assertThat(Steering.cancel("quarantined", aside))
        .containsExactly(new Change.Cancel("quarantined"), new Change.Activate(), said);
  }

  @Test
  @DisplayName("asks for what is so already changes and says nothing")
  void nothing() {
    assertThat(Steering.suspend(facts(SessionState.SUSPENDED))).isEmpty();
    assertThat(Steering.resume(facts(SessionState.ACTIVE, TurnState.RUNNING))).isEmpty();
    assertThat(Steering.cancel("gone", facts(SessionState.ACTIVE, TurnState.RUNNING))).isEmpty();
  }
}
