package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Head;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The outbox")
class NextTest {

  private static final long NOW = 1_000_000;

  private static Head head(DeliveryState state, long age, int unknowns, long later) {
    Delivery delivery =
        new Delivery(
            1,
            "t1.1",
            new Address("bot", "chat", ""),
            "t1",
            new Outgoing.Reply(1, 1, "text", List.of()),
            List.of(),
            0);
    return new Head(delivery, List.of(), state, 0, 4, NOW - age, unknowns, later, Optional.empty());
  }

  @ParameterizedTest(name = "{0} {1} s ago, {2} times; key {3} s, findable {4}, {5}: {6}")
  @CsvSource({
    "PENDING,     0, 0,  0, false, AT_MOST_ONCE,  Send[marked=false]",
    "PENDING,   999, 0,  0, true,  AT_LEAST_ONCE, Send[marked=false]",
    "ATTEMPTING,  1, 0, 60, true,  AT_MOST_ONCE,  Doubt",
    "UNKNOWN,     1, 1, 60, false, AT_MOST_ONCE,  Send[marked=false]",
    "UNKNOWN,    56, 9, 60, true,  AT_MOST_ONCE,  Send[marked=false]",
    "UNKNOWN,    57, 1, 60, true,  AT_MOST_ONCE,  Find[]",
    "UNKNOWN,    57, 1, 60, false, AT_MOST_ONCE,  GiveUp",
    "UNKNOWN,    57, 1, 60, false, AT_LEAST_ONCE, Send[marked=true]",
    "UNKNOWN,     0, 1,  0, true,  AT_LEAST_ONCE, Find[]",
    "UNKNOWN,     0, 1,  0, false, AT_MOST_ONCE,  GiveUp",
    "UNKNOWN, 86399, 99, 0, false, AT_LEAST_ONCE, Send[marked=true]",
    "UNKNOWN, 86400, 4,  0, false, AT_LEAST_ONCE, Send[marked=true]",
    "UNKNOWN, 86400, 5,  0, false, AT_LEAST_ONCE, GiveUp"
  })
  @DisplayName("S16: does with an unknown send what the platform allows, else what it is told to:")
  void decides(
      DeliveryState state,
      long age,
      int unknowns,
      long key,
      boolean findable,
      OnUnknown policy,
      String expected) {
    Facts.Sending exact = new Facts.Sending(Window.of(Duration.ofSeconds(key)), findable);
    assertThat(Next.of(exact, policy, head(state, age * 1_000, unknowns, 0), NOW).toString())
        .startsWith(expected);
  }

  @Test
  @DisplayName("S50: does not give up what it was told to wait with, before it may be tried")
  void waitsFirst() {
    Facts.Sending exact = new Facts.Sending(Window.NONE, false);
    long days = Duration.ofDays(2).toMillis();
    assertThat(
            Next.of(
                exact, OnUnknown.AT_LEAST_ONCE, head(DeliveryState.UNKNOWN, days, 9, NOW + 1), NOW))
        .isEqualTo(new Next.Send(true));
    assertThat(
            Next.of(exact, OnUnknown.AT_LEAST_ONCE, head(DeliveryState.UNKNOWN, days, 9, NOW), NOW))
        .isInstanceOf(Next.GiveUp.class);
  }

  private static Settlement after(Throwable cause, int failures) {
    return Verdicts.of(cause, false, failures, NOW);
  }

  @Test
  @DisplayName("S50: tells the failures of a send apart, and waits as long as it is told to")
  void failures() {
    assertThat(after(new SendFailure.NotSent("refused"), 1))
        .isEqualTo(new Settlement.Later(NOW + 1_000, "refused"));
    assertThat(after(new SendFailure.NotSent("refused"), 3))
        .isEqualTo(new Settlement.Later(NOW + 4_000, "refused"));
    assertThat(after(new SendFailure.NotSent("refused"), 99))
        .isEqualTo(new Settlement.Later(NOW + 60_000, "refused"));
    assertThat(after(new SendFailure.Wait(7_201_003, false, "flood"), 5))
        .isEqualTo(new Settlement.Later(NOW + 7_201_003, "flood"));
    assertThat(after(new SendFailure.Refused("no such chat"), 1))
        .isEqualTo(new Settlement.Dead("no such chat"));
    assertThat(after(new SendFailure.Unknown("reset"), 2))
        .isEqualTo(new Settlement.Unknown(NOW + 2_000, "reset"));
    assertThat(after(new TimeoutException("late"), 1))
        .isEqualTo(new Settlement.Unknown(NOW + 1_000, "late"));
    assertThat(after(new NotReady("no lease"), 9))
        .isEqualTo(new Settlement.Later(NOW + 1_000, "no lease"));
  }

  @Test
  @DisplayName("S16: where each try may be one more copy to see it is made less and less often")
  void copies() {
    SendFailure.Unknown lost = new SendFailure.Unknown("reset");
    long day = Duration.ofDays(1).toMillis();
    int tries = 0;
    for (long at = NOW; at < NOW + day; tries++) {
      at = ((Settlement.Unknown) Verdicts.of(lost, true, tries + 1, at)).until();
    }
    assertThat(tries).isBetween(Next.MOST, 40);
    assertThat(Verdicts.of(lost, false, 20, NOW))
        .isEqualTo(new Settlement.Unknown(NOW + 60_000, "reset"));
  }

  @Test
  @DisplayName("S50: writes no faster than a chat, and the account, may be written to")
  void budget() {
    long[] now = {0};
    Budget.Rate second = new Budget.Rate(1, Duration.ofSeconds(1));
    Budget.Rate minute = new Budget.Rate(3, Duration.ofMinutes(1));
    Allowance allowance =
        new Allowance(
            new Budget(List.of(second), List.of(minute)),
            () -> java.time.Instant.ofEpochMilli(now[0]));
    assertThat(allowance.take("a")).isZero();
    assertThat(allowance.take("a")).isEqualTo(1_000);
    assertThat(allowance.take("b")).isZero();
    now[0] = 999;
    assertThat(allowance.take("a")).isEqualTo(1);
    now[0] = 1_000;
    assertThat(allowance.take("a")).isZero();
    assertThat(allowance.take("c")).isEqualTo(19_000);
  }
}
