package io.holdfast.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of PostgreSQL's error codes")
class FaultsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"08006", "25006", "25P03", "3D000", "53100", "57P01", "58030", "XX000"})
  @DisplayName("those of the world around mean that nothing could have succeeded:")
  void sick(String state) {
    assertThat(Faults.POSTGRES.hopeless(new SQLException("x", state))).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"22021", "23505", "42601", ""})
  @DisplayName("those of a statement concern its operation alone:")
  void ownFault(String state) {
    assertThat(Faults.POSTGRES.hopeless(new SQLException("x", state))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"08003", "57P01", "57P05", "25P03", "25006"})
  @DisplayName("these end the connection:")
  void ends(String state) {
    assertThat(Faults.ends(new SQLException("x", state))).isTrue();
  }

  @Test
  @DisplayName("none is that of a connection that cannot be made, which counts as one")
  void refused() {
    SQLException fault = Faults.of(new ConnectException("refused"));
    assertThat(Faults.POSTGRES.hopeless(fault)).isTrue();
    assertThat(Faults.ends(fault)).isTrue();
  }
}
