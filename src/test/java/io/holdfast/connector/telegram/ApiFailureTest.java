package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.connector.SendFailure;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the Bot API says instead of yes")
class ApiFailureTest {

  private static SendFailure of(int status, String body) {
    return ApiFailure.of(status, new JsonObject(body)).ofSend();
  }

  @ParameterizedTest(name = "retry_after {0}: {1} ms")
  @CsvSource({
    "3, 3000",
    "0, 0",
    "7201, 7201000",
    "1.0004, 1001",
    "'\"12\"', 12000",
    "-4, 0",
    "null, 5000",
    "'\"soon\"', 5000",
    "1e400, 5000"
  })
  @DisplayName("S50: says how long to wait, however odd:")
  void retryAfter(String told, long millis) {
    SendFailure failure =
        of(429, "{\"error_code\":429,\"parameters\":{\"retry_after\":" + told + "}}");
    assertThat(((SendFailure.Wait) failure).millis()).isEqualTo(millis);
    assertThat(((SendFailure.Wait) failure).everywhere()).isFalse();
  }

  @Test
  @DisplayName("is told apart by what it means for a message")
  void classes() {
    assertThat(of(400, "{\"description\":\"chat not found\"}"))
        .isInstanceOf(SendFailure.Refused.class)
        .hasMessage("400 chat not found");
    assertThat(of(403, "{}")).isInstanceOf(SendFailure.Refused.class);
    assertThat(of(401, "{}")).isInstanceOf(SendFailure.NotSent.class);
    assertThat(of(404, "{}")).isInstanceOf(SendFailure.NotSent.class);
    assertThat(of(500, "{}")).isInstanceOf(SendFailure.Unknown.class);
    assertThat(of(502, "{}")).isInstanceOf(SendFailure.Unknown.class);
    assertThat(of(200, "{\"error_code\":400}")).isInstanceOf(SendFailure.Refused.class);
  }

  @Test
  @DisplayName("S16: tells a message that is not there from one that says so already")
  void changes() {
    String same = "{\"description\":\"Bad Request: message is not modified: it is the same\"}";
    String gone = "{\"description\":\"Bad Request: message to edit not found\"}";
    assertThat(ApiFailure.of(400, new JsonObject(same)).unchanged()).isTrue();
    assertThat(ApiFailure.of(400, new JsonObject(gone)).unchanged()).isFalse();
    assertThat(of(400, gone)).isInstanceOf(SendFailure.Gone.class);
    assertThat(of(400, "{\"description\":\"message can't be edited\"}"))
        .isExactlyInstanceOf(SendFailure.Refused.class);
  }
}
