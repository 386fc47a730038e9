package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is left of a budget")
class AllowanceTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private long now = 1_700_000_000_000L;
  private final InstantSource clock = () -> Instant.ofEpochMilli(now);

  private Allowance allowance(int chat, int account) {
    return new Allowance(
        new Budget(
            List.of(new Budget.Rate(chat, MINUTE)), List.of(new Budget.Rate(account, MINUTE))),
        clock);
  }

  @Test
  @DisplayName("S50: goes to replies and edits alike, and edits find no more than half of it")
  void half() {
    Allowance left = allowance(5, 100);
    assertThat(left.takeAside("a")).isTrue();
    assertThat(left.takeAside("a")).isTrue();
    assertThat(left.takeAside("a")).isFalse();
    assertThat(left.takeAside("b")).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(left.take("a")).isZero();
    }
    assertThat(left.take("a")).isEqualTo(MINUTE.toMillis() / 5);
    now += MINUTE.toMillis();
    for (int i = 0; i < 5; i++) {
      assertThat(left.take("a")).isZero();
    }
    assertThat(left.takeAside("a")).as("nothing is left for it").isFalse();
  }

  @Test
  @DisplayName("S50: where one at a time is to be had, edits get every second one")
  void everySecond() {
    Allowance left = allowance(1, 100);
    assertThat(left.takeAside("a")).isTrue();
    now += MINUTE.toMillis();
    assertThat(left.takeAside("a")).isFalse();
    assertThat(left.take("a")).isZero();
    now += MINUTE.toMillis();
    assertThat(left.takeAside("a")).isTrue();
  }

  @Test
  @DisplayName("S50: never goes to edits where it is the last of the account")
  void lastOfTheAccount() {
    Allowance left = allowance(100, 4);
    assertThat(left.takeAsideOfAll("a")).isTrue();
    assertThat(left.take("b")).isZero();
    assertThat(left.take("c")).isZero();
    assertThat(left.takeAside("a")).isFalse();
    assertThat(left.take("d")).isZero();
    assertThat(left.take("e")).isPositive();
  }

  @Test
  @DisplayName("S50: is nothing in a chat whose platform says to wait, whoever was told so")
  void closed() {
    Allowance left = allowance(100, 100);
    left.close("a", 1_234);
    left.close("a", 5);
    assertThat(left.take("a")).isEqualTo(1_234);
    assertThat(left.takeAside("a")).isFalse();
    assertThat(left.takeAsideOfAll("a")).isFalse();
    assertThat(left.take("b")).isZero();
    now += 1_234;
    assertThat(left.takeAside("a")).isTrue();
    assertThat(left.take("a")).isZero();
  }
}
