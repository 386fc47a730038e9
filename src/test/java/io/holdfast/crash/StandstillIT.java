package io.holdfast.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real process stands still for a while, as on a machine that sleeps. */
class StandstillIT extends CrashCase {

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("S46: a standstill of many heartbeats closes no connection of who answers its pings")
  void frozen() throws Exception {
    gateway.configure(
        config("10s", AT_ONCE) + "connectors:\n  web: {type: websocket, heartbeat: 200ms}\n");
    gateway.start();
    connect();
    gateway.signal("STOP");
    TimeUnit.SECONDS.sleep(2);
    gateway.signal("CONT");
    client.say("chat", "hello");
    await()
        .atMost(PATIENCE)
        .until(() -> !replies("chat").isEmpty() || !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).isEmpty();
  }
}
