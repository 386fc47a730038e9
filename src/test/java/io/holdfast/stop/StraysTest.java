package io.holdfast.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.RunningTurn;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A turn that nobody works on")
class StraysTest {

  private final Strays strays = new Strays();

  private static RunningTurn turn(String id, int attempt) {
    return new RunningTurn(
        new AttemptId(id, attempt), new Address("web", "a", ""), false, false, 0);
  }

  private List<RunningTurn> look(RunningTurn running, String... inFlight) {
    return strays.among(List.of(running), Set.of(inFlight));
  }

  @Test
  @DisplayName("is a stray when two looks in a row have found it")
  void twice() {
    assertThat(look(turn("t", 1))).isEmpty();
    assertThat(strays.suspected()).isTrue();
    assertThat(look(turn("t", 1))).containsExactly(turn("t", 1));
  }

  @Test
  @DisplayName("is none when the claim's answer came in between, or it is another attempt")
  void onItsWay() {
    assertThat(look(turn("t", 1))).isEmpty();
    assertThat(look(turn("t", 2))).isEmpty();
    assertThat(look(turn("t", 2), "t")).isEmpty();
    assertThat(strays.suspected()).isFalse();
    assertThat(look(turn("t", 2))).isEmpty();
  }
}
