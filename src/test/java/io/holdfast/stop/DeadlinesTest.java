package io.holdfast.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 10, 60, 3600})
  @DisplayName("S32: every deadline lies inside the one budget, in the order of the chain")
  void ordered(long seconds) {
    Deadlines deadlines = Deadlines.of(1_000, Duration.ofSeconds(seconds));
    assertThat(deadlines.drain()).isGreaterThan(1_000 + seconds * 1_000 / 2);
    assertThat(deadlines.grace()).isGreaterThan(deadlines.drain());
    assertThat(deadlines.flush()).isGreaterThan(deadlines.grace());
    assertThat(deadlines.end()).isGreaterThan(deadlines.flush()).isEqualTo(1_000 + seconds * 1_000);
  }

  @Test
  @DisplayName("S40: a redeploy's drain is cut to the deadlines of the stop that overtakes it")
  void within() {
    Deadlines own = Deadlines.of(50_000, Duration.ofSeconds(60));
    Deadlines full = Deadlines.of(51_000, Duration.ofSeconds(10));
    assertThat(own.within(full)).isEqualTo(full);
    assertThat(full.within(own)).isEqualTo(full);
  }

  @Test
  @DisplayName("S37: a second signal ends the wait and leaves the later links their shares")
  void hurried() {
    Deadlines deadlines = Deadlines.of(0, Duration.ofSeconds(50));
    assertThat(deadlines.hurried(10_000)).isEqualTo(new Deadlines(10_000, 15_000, 20_000, 25_000));
    assertThat(deadlines.hurried(40_000)).isEqualTo(deadlines);
  }
}
