package io.holdfast.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client of the lab")
class FramesTest {

  private final Frames frames = new Frames();

  @Test
  @DisplayName("shows a delivery once, however often it comes")
  void again() {
    JsonObject reply =
        JsonObject.of("type", "reply", "chat", "a", "delivery", "t.2", "turn", "t")
            .put("inReplyTo", JsonArray.of("m1", "m2"))
            .put("part", 2)
            .put("parts", 3)
            .put("text", "b");

    assertThat(frames.read(reply))
        .contains(new Event.Shown("a", "t.2", "reply", "", "t", List.of("m1", "m2"), 2, 3, "b"));
    assertThat(frames.read(reply)).contains(new Event.Repeated("a", "t.2"));
  }

  @Test
  @DisplayName("takes what a notice does not say for empty")
  void sparse() {
    JsonObject notice =
        JsonObject.of("type", "notice", "kind", "restarting", "chat", "a")
            .put("delivery", "d")
            .put("text", "…");

    assertThat(frames.read(notice))
        .contains(new Event.Shown("a", "d", "notice", "restarting", "", List.of(), 1, 1, "…"));
  }

  @Test
  @DisplayName("leaves a greeting and a refusal to whoever has to act on them")
  void other() {
    assertThat(frames.read(JsonObject.of("type", "welcome"))).isEmpty();
    assertThat(frames.read(JsonObject.of("type", "rejected", "id", "m1", "code", "busy")))
        .isEmpty();
  }
}
