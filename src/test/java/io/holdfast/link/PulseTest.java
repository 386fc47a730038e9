package io.holdfast.link;

import static io.holdfast.link.Pulse.Beat.ASK;
import static io.holdfast.link.Pulse.Beat.DEAD;
import static io.holdfast.link.Pulse.Beat.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pulse of a link")
class PulseTest {

  private final Pulse pulse = Pulse.begun(1_000, 300, 0.5, 0);

  @Test
  @DisplayName("asks somewhere in its first interval, and once an interval after that")
  void asks() {
    assertThat(pulse.at(499)).isEqualTo(WAIT);
    assertThat(pulse.next(0)).isEqualTo(500);
    assertThat(pulse.at(500)).isEqualTo(ASK);
    Pulse answered = pulse.sent(500).answered();
    assertThat(answered.at(1_499)).isEqualTo(WAIT);
    assertThat(answered.at(1_500)).isEqualTo(ASK);
  }

  @Test
  @DisplayName("S46: without an answer in time the other side is dead, whatever the socket takes")
  void dead() {
    Pulse sent = pulse.sent(500);
    assertThat(sent.next(500)).isEqualTo(300);
    assertThat(sent.at(799)).isEqualTo(WAIT);
    assertThat(sent.at(800)).isEqualTo(DEAD);
    assertThat(sent.answered().at(800)).isEqualTo(WAIT);
  }

  @Test
  @DisplayName("S46: asking again does not put the deadline off")
  void again() {
    assertThat(pulse.sent(500).sent(700).at(800)).isEqualTo(DEAD);
  }

  @Test
  @DisplayName("counts anew when nothing was read for a while")
  void excused() {
    assertThat(pulse.sent(500).excused(5_000).at(5_299)).isNotEqualTo(DEAD);
    assertThat(pulse.sent(500).excused(5_000).at(5_300)).isEqualTo(DEAD);
  }

  @Test
  @DisplayName("never waits longer for an answer than for its next beat")
  void shortInterval() {
    assertThat(Pulse.begun(100, 300, 0, 0).sent(0).at(100)).isEqualTo(DEAD);
  }
}
