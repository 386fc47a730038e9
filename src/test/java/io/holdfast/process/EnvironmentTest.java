package io.holdfast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The environment of a program")
class EnvironmentTest {

  private static final Map<String, String> TAG = Map.of("HOLDFAST_TURN", "t");

  @Test
  @DisplayName("has nothing of the gateway's secrets")
  void secrets() {
    Map<String, String> own =
        Map.of("PATH", "/bin", "LC_ALL", "C", "HOLDFAST_ADMIN_TOKEN", "x", "WEB_TOKEN", "y");

    assertThat(Environment.of(own, Map.of(), TAG))
        .containsOnlyKeys("PATH", "LC_ALL", "HOLDFAST_TURN");
  }

  @Test
  @DisplayName("has what the configuration gives, and cannot be made to lie about the turn")
  void configured() {
    Map<String, String> configured = Map.of("PATH", "/opt/bin", "HOLDFAST_TURN", "other");

    assertThat(Environment.of(Map.of("PATH", "/bin"), configured, TAG))
        .containsEntry("PATH", "/opt/bin")
        .containsEntry("HOLDFAST_TURN", "t");
  }
}
