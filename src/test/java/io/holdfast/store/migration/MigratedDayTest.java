package io.holdfast.store.migration;

import io.holdfast.store.RandomContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A migration in the middle of a random day changes nothing about it:")
class MigratedDayTest extends RandomContract {

  MigratedDayTest() {
    super(MovingBackend::new);
  }

  /** Fewer of them: what a day may hold is the contract's concern. */
  @Override
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  @DisplayName("a random day ends as the model says:")
  protected void agreesWithTheModel(long seed) {
    super.agreesWithTheModel(seed);
  }
}
