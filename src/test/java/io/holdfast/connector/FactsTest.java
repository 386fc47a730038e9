package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.holdfast.connector.Facts.Operation;
import io.holdfast.connector.Facts.Sending;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a platform allows")
class FactsTest {

  private static Facts facts(Optional<String> credential, Window key) {
    return new Facts(
        "Somewhere",
        Facts.Acknowledgement.NONE,
        Window.NONE,
        credential,
        Map.of(Operation.SEND, new Sending(key, false)),
        new Facts.Text(100, Facts.Markup.PLAIN),
        Budget.FREE,
        Set.of());
  }

  @Test
  @DisplayName("says that an attempt is committed first, unless a send may be repeated for ever")
  void attempts() {
    assertThat(new Sending(Window.NONE, true).attempted()).isTrue();
    assertThat(new Sending(Window.of(Duration.ofDays(1)), false).attempted()).isTrue();
    assertThat(new Sending(Window.FOR_EVER, false).attempted()).isFalse();
  }

  @Test
  @DisplayName("is remembered up to the end of its window")
  void windows() {
    Window minute = Window.of(Duration.ofMinutes(1));
    assertThat(minute.covers(Duration.ofMillis(59_999))).isTrue();
    assertThat(minute.covers(Duration.ofMinutes(1))).isFalse();
    assertThat(Window.NONE.covers(Duration.ZERO)).isFalse();
    assertThat(Window.FOR_EVER.covers(Duration.ofDays(999_999))).isTrue();
  }

  @Test
  @DisplayName("needs one sender at a time where what is sent twice is seen twice")
  void exclusive() {
    assertThat(facts(Optional.empty(), Window.FOR_EVER).of(Operation.EDIT)).isEmpty();
    assertThat(facts(Optional.of("token"), Window.NONE).of(Operation.SEND)).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> facts(Optional.empty(), Window.NONE))
        .withMessageContaining("Somewhere");
  }
}
