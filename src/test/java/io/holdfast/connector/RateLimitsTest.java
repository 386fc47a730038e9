package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How fast a sender may write. */
class RateLimitsTest {

  private long now = 1_000_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(now);

  @Test
  @DisplayName("A sender gets its messages, then is told how long to wait, then gets more")
  void refills() {
    RateLimits rates =
        new RateLimits(Optional.of(new Budget.Rate(2, Duration.ofSeconds(10))), clock);
    assertThat(rates.take("a")).isZero();
    assertThat(rates.take("a")).isZero();
    assertThat(rates.take("a")).isEqualTo(5000);
    assertThat(rates.take("b")).isZero();
    now += 5000;
    assertThat(rates.take("a")).isZero();
    assertThat(rates.take("a")).isEqualTo(5000);
  }

  @Test
  @DisplayName("Without a rate everybody may write as fast as they like")
  void off() {
    RateLimits rates = new RateLimits(Optional.empty(), clock);
    for (int i = 0; i < 1000; i++) {
      assertThat(rates.take("a")).isZero();
    }
  }
}
