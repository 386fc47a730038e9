package io.holdfast.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The address of the completions")
class EndpointTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://h:1/v1, http://h:1/v1/chat/completions",
    "http://h:1/v1//, http://h:1/v1/chat/completions",
    "https://h/x?api-version=1, https://h/x/chat/completions?api-version=1"
  })
  void isBelowTheBase(String base, String expected) {
    assertThat(Endpoint.uri(base)).isEqualTo(expected);
  }
}
