package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Pulse.Beat.CUT;
import static io.holdfast.connector.websocket.Pulse.Beat.HELLO_LATE;
import static io.holdfast.connector.websocket.Pulse.Beat.NOTHING;
import static io.holdfast.connector.websocket.Pulse.Beat.NOT_READING;
import static io.holdfast.connector.websocket.Pulse.Beat.PING;
import static io.holdfast.connector.websocket.Pulse.Beat.PONG_LATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Settings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The times of one connection. */
class PulseTest {

  private static final Pulse.Rhythm RHYTHM = new Pulse.Rhythm(Duration.ofSeconds(1), 3, 4, 2, 5);

  private final Pulse pulse = new Pulse(RHYTHM);

  private List<Pulse.Beat> beats(int ticks, Connection.State state, boolean listening) {
    List<Pulse.Beat> beats = new ArrayList<>();
    for (int i = 0; i < ticks; i++) {
      beats.add(pulse.tick(state, listening, 0, false));
    }
    return beats;
  }

  private List<Pulse.Beat> open(int ticks) {
    return beats(ticks, Connection.State.OPEN, true);
  }

  @Test
  @DisplayName("hello is late after its time")
  void hello() {
    assertThat(beats(3, Connection.State.AWAITING_HELLO, true))
        .containsExactly(NOTHING, NOTHING, HELLO_LATE);
  }

  @Test
  @DisplayName("A ping goes out every heartbeat; the second without an answer is the last")
  void pings() {
    assertThat(open(4)).containsExactly(NOTHING, NOTHING, NOTHING, PING);
    assertThat(open(4)).endsWith(PING);
    assertThat(open(4)).endsWith(PONG_LATE);
  }

  @Test
  @DisplayName("A pong is an answer to all pings before it")
  void pong() {
    open(8);
    pulse.pong();
    assertThat(open(4)).endsWith(PING);
    assertThat(open(4)).endsWith(PING);
    assertThat(open(4)).endsWith(PONG_LATE);
  }

  @Test
  @DisplayName("A client that is not read cannot be late")
  void notListening() {
    assertThat(beats(40, Connection.State.OPEN, false)).containsOnly(NOTHING);
  }

  @Test
  @DisplayName("A client that takes no byte while the most is unsent does not read")
  void stalls() {
    List<Pulse.Beat> beats = new ArrayList<>();
    for (long unsent : new long[] {90, 100, 100, 100, 100}) {
      beats.add(pulse.tick(Connection.State.OPEN, false, unsent, unsent == 100));
    }
    assertThat(beats).containsExactly(NOTHING, NOTHING, NOTHING, NOT_READING, NOT_READING);
  }

  @Test
  @DisplayName("A client that takes its bytes slowly reads")
  void slow() {
    for (long unsent = 1000; unsent > 0; unsent -= 10) {
      assertThat(pulse.tick(Connection.State.OPEN, false, unsent, true)).isEqualTo(NOTHING);
    }
  }

  @Test
  @DisplayName("A closed connection that does not go is cut")
  void linger() {
    open(2);
    pulse.restart();
    assertThat(beats(5, Connection.State.CLOSING, true)).endsWith(NOTHING, CUT);
  }

  @Test
  @DisplayName("The tick is short enough for the shortest of the times")
  void rhythm() {
    JsonObject quick = new JsonObject().put("heartbeat", "200ms").put("hello-timeout", "1s");
    assertThat(Pulse.Rhythm.of(WebSocketSettings.of(new Settings(quick))))
        .isEqualTo(new Pulse.Rhythm(Duration.ofMillis(20), 50, 10, 250, 1500));
    assertThat(Pulse.Rhythm.of(WebSocketSettings.of(new Settings(new JsonObject()))))
        .isEqualTo(new Pulse.Rhythm(Duration.ofSeconds(1), 10, 30, 5, 30));
  }
}
