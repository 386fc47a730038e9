package io.holdfast.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is made of a server's error")
class DiagnosisTest {

  private static final String KEY = "sk-verysecret0123456789";
  private static final Diagnosis DIAGNOSIS = new Diagnosis("m1", KEY);

  static Stream<Arguments> errors() {
    return Stream.of(
        error(
            401,
            message("bad key"),
            "key-refused",
            false,
            "The model provider refused the API key (401): bad key."),
        error(
            403,
            message("not here"),
            "not-allowed",
            false,
            "The model provider does not allow this request (403): not here."),
        error(
            404,
            "{\"error\":\"model 'm1' not found\"}",
            "no-such-model",
            false,
            "The model server does not know the model m1 (404): model 'm1' not found."),
        error(
            404,
            "<html>nginx</html>",
            "no-such-model",
            false,
            "The model server does not know the model m1 (404)."),
        error(
            400,
            message("This model's maximum context length is 8192 tokens."),
            "too-long",
            false,
            "The conversation is too long for the model, /new starts another: This model's maximum context length is 8192 tokens."),
        error(
            400,
            "{\"error\":{\"message\":\"too big\",\"code\":\"context_length_exceeded\"}}",
            "too-long",
            false,
            "The conversation is too long for the model, /new starts another: too big."),
        error(
            413,
            "",
            "too-long",
            false,
            "The conversation is too long for the model, /new starts another."),
        error(
            422,
            "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Extra inputs are not permitted\"}]}",
            "request-refused",
            false,
            "The model server refused the request (422): Extra inputs are not permitted."),
        error(
            400,
            "{\"object\":\"error\",\"message\":\"temperature?\"}",
            "request-refused",
            false,
            "The model server refused the request (400): temperature?"),
        error(
            400,
            "[{\"error\":{\"code\":400,\"message\":\"in a list\"}}]",
            "request-refused",
            false,
            "The model server refused the request (400): in a list."),
        error(302, "", "moved", false, "The model server is at another address (302)."),
        error(
            429,
            message("slow\n down"),
            "rate-limited",
            true,
            "The model provider takes no more requests now (429): slow down."),
        error(
            429,
            "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}",
            "no-credit",
            false,
            "The model provider wants its account to be paid (429): pay."),
        error(500, "boom", "provider-failed", true, "The model server failed (500): boom."),
        error(503, "{}", "provider-failed", true, "The model server failed (503)."),
        error(
            529,
            message("overloaded"),
            "provider-failed",
            true,
            "The model server failed (529): overloaded."),
        error(408, "", "provider-failed", true, "The model server failed (408)."));
  }

  private static String message(String text) {
    return io.vertx.core.json.JsonObject.of(
            "error", io.vertx.core.json.JsonObject.of("message", text))
        .encode();
  }

  private static Arguments error(
      int status, String body, String code, boolean passing, String sentence) {
    return Arguments.of(status, body, code, passing, sentence);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("errors")
  void diagnoses(int status, String body, String code, boolean passing, String sentence) {
    ModelFailure failure = DIAGNOSIS.of(status, ProviderError.of(body));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.passing()).isEqualTo(passing);
    assertThat(failure.sentence()).isEqualTo(sentence);
  }

  static Stream<String> secrets() {
    return Stream.of(
        "Incorrect API key provided: " + KEY + ".",
        "Incorrect API key provided: sk-verys**********6789.",
        "Incorrect API key provided: sk-proj-otherKey012345678.",
        "the header was Bearer " + KEY,
        "****************6789 is wrong");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secrets")
  void hidesKeys(String message) {
    assertThat(DIAGNOSIS.of(401, ProviderError.of(message(message))).sentence())
        .contains("…")
        .doesNotContain("6789", "sk-", "otherKey", "verysecret");
  }

  @Test
  @DisplayName("a long message is cut")
  void cuts() {
    assertThat(DIAGNOSIS.presentable("word ".repeat(1000))).hasSizeLessThan(310).endsWith("…");
  }

  @Test
  @DisplayName("the last of several tries says how many there were")
  void tries() {
    assertThat(
            ModelFailure.passing("x", "The model server failed (503)", "busy").after(6).sentence())
        .isEqualTo("The model server failed (503), 6 times in a row: busy.");
  }
}
