package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What systemd says in the environment")
class SystemdTest {

  private static final long PID = 42;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  @DisplayName("is nothing for a process that is no service")
  void none() {
    environment.put("WATCHDOG_USEC", "1000000");
    assertThat(found("0::/user.slice/user-1000.slice/session-1.scope\n")).isEmpty();
  }

  @Test
  @DisplayName("is socket, watchdog, unit and where its notes are")
  void all() {
    environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
    environment.put("WATCHDOG_USEC", "30000000");
    environment.put("WATCHDOG_PID", "42");
    environment.put("HOLDFAST_UNIT", "holdfast.service");
    environment.put("HOLDFAST_NOTES", "/run/holdfast");
    assertThat(found(""))
        .contains(
            new Systemd(
                Optional.of("/run/systemd/notify"),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(new Notes("holdfast.service", Optional.of("/run/holdfast")))));
  }

  @Test
  @DisplayName("has no watchdog that is meant for another process")
  void watchdogOfAnother() {
    environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
    environment.put("WATCHDOG_USEC", "30000000");
    environment.put("WATCHDOG_PID", "43");
    assertThat(found("").orElseThrow().watchdog()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"0", "-1", "soon", "''"})
  @DisplayName("has no watchdog where its time is not one:")
  void noTime(String micros) {
    environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
    environment.put("WATCHDOG_USEC", micros);
    assertThat(found("").orElseThrow().watchdog()).isEmpty();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0::/system.slice/gateway.service, gateway.service",
    "0::/system.slice/system-gateway.slice/gateway@1.service, gateway@1.service",
    "0::/user.slice/user-1000.slice/user@1000.service/app.slice/gateway.service,",
    "0::/,",
  })
  @DisplayName("names the unit by its control group where a unit of one's own does not:")
  void unitOfControlGroup(String cgroup, String unit) {
    environment.put("INVOCATION_ID", "a1");
    assertThat(
            found("1:name=systemd:/x.service\n" + cgroup + "\n")
                .flatMap(Systemd::notes)
                .map(Notes::unit))
        .isEqualTo(Optional.ofNullable(unit));
  }

  private Optional<Systemd> found(String cgroup) {
    return Systemd.found(environment, PID, cgroup);
  }
}
