package io.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnStateTest {

  @Test
  @DisplayName("a finished turn never changes again")
  void doneIsFinal() {
    assertThat(TurnState.DONE.next()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TurnState.class)
  @DisplayName("every open state can still end, and no state follows itself")
  void openStatesCanEnd(TurnState state) {
    assertThat(state.next()).doesNotContain(state);
    if (state.open()) {
      assertThat(state.next()).contains(TurnState.CANCELLED);
    }
  }

  @Test
  @DisplayName("only a claim makes a turn RUNNING, from QUEUED or INTERRUPTED")
  void onlyClaimableStatesRun() {
    Set<TurnState> claimable = Set.of(TurnState.QUEUED, TurnState.INTERRUPTED);
    for (TurnState state : TurnState.values()) {
      assertThat(state.next().contains(TurnState.RUNNING)).isEqualTo(claimable.contains(state));
    }
  }
}
