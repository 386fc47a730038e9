package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The unit's budget for a stop")
class BudgetTest {

  @ParameterizedTest(name = "TimeoutStopUSec={1} and a drain of {0} s")
  @CsvSource(
      delimiter = '|',
      value = {
        "60 | 30s       | unit=u TimeoutStopSec=30s drain-timeout=60s: too short, set"
            + " TimeoutStopSec=75s or drain-timeout=25s",
        "60 | 1min      | unit=u TimeoutStopSec=60s drain-timeout=60s: too short, set"
            + " TimeoutStopSec=75s or drain-timeout=55s",
        "60 | 1min 4s   | unit=u TimeoutStopSec=64s drain-timeout=60s: too short, set"
            + " TimeoutStopSec=75s or drain-timeout=59s",
        "60 | 5s        | unit=u TimeoutStopSec=5s drain-timeout=60s: too short, set"
            + " TimeoutStopSec=75s",
        "60 | 0         | unit=u TimeoutStopSec=0s drain-timeout=60s: too short, set"
            + " TimeoutStopSec=75s",
        "60 | 1min 5s   |",
        "60 | 1min 15s  |",
        "60 | infinity  |",
        "60 | soon      |",
        "10 | 1min 15s  |",
      })
  @DisplayName("S32: is spoken of in one line exactly when it is shorter than the drain needs:")
  void table(long drain, String timeout, String line) {
    String shown = "LoadState=loaded\nTimeoutStopUSec=" + timeout + "\n";
    assertThat(Budget.mismatch("u", Duration.ofSeconds(drain), shown))
        .isEqualTo(Optional.ofNullable(line));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "LoadState=not-found\\nTimeoutStopUSec=1s",
    "TimeoutStopUSec=1s",
    "LoadState=loaded",
    "''"
  })
  @DisplayName("is nobody's business where systemd does not know the unit:")
  void unknown(String shown) {
    assertThat(Budget.mismatch("u", Duration.ofMinutes(1), shown.replace("\\n", "\n"))).isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1} ms")
  @CsvSource({
    "1min 30s, 90000",
    "500ms, 500",
    "1.500s, 1500",
    "2h 1min, 7260000",
    "1d, 86400000",
    "1w 2d, 777600000",
    "1month, 2629800000",
    "0, 0",
    "infinity,",
    "1min30s x,",
    "3parsec,",
  })
  @DisplayName("is read as systemctl writes it:")
  void spans(String text, Long millis) {
    assertThat(TimeSpan.of(text).map(Duration::toMillis)).isEqualTo(Optional.ofNullable(millis));
  }
}
