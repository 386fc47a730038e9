package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tool call")
class ToolCallTest {

  @Test
  @DisplayName("keeps what a later message does not say")
  void upsert() {
    ToolCall call =
        ToolCall.unknown("c1")
            .with(JsonObject.of("title", "make\n x", "kind", "edit"))
            .with(JsonObject.of("status", "in_progress"))
            .with(JsonObject.of("locations", JsonArray.of(JsonObject.of("path", "/x"))))
            .with(JsonObject.of("title", null, "status", "completed"));

    assertThat(call)
        .isEqualTo(new ToolCall("c1", "make x", "edit", "completed", List.of("/x"), "", "", ""));
    assertThat(call.ended()).isTrue();
  }

  @Test
  @DisplayName("is about what it changes, also where it says so nowhere else")
  void changes() {
    JsonArray changes = JsonArray.of(JsonObject.of("type", "diff", "path", "/etc/x"));
    ToolCall call =
        ToolCall.unknown("c1")
            .with(JsonObject.of("content", changes, "locations", null))
            .with(JsonObject.of("content", changes, "locations", new JsonArray()))
            .with(JsonObject.of("locations", JsonArray.of(JsonObject.of("path", "/x"))));

    assertThat(call.places()).containsExactly("/etc/x", "/x");
  }
}
