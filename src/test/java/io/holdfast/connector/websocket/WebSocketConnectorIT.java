package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Claimed;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in, deliveries out. */
class WebSocketConnectorIT {

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Rig rig() {
    return rig(new JsonObject());
  }

  private Rig rig(JsonObject settings) {
    Rig rig = Rig.start(folder, settings);
    open.add(rig);
    return rig;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static List<String> column(List<JsonObject> frames, String field) {
    return frames.stream().map(frame -> frame.getString(field)).toList();
  }

  // ── a message and its reply ──────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S21: a message is accepted, and its reply names its turn and the message")
  void reply() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    JsonObject accepted = await(client.say("m-1", "c1", "hello"));
    assertThat(accepted.getString("type")).isEqualTo("accepted");
    assertThat(accepted.getString("id")).isEqualTo("m-1");
    assertThat(accepted.getString("chat")).isEqualTo("c1");
    assertThat(accepted.getString("message")).isNotEmpty();
    assertThat(accepted.getBoolean("duplicate")).isFalse();

    Claimed turn = rig.claim().get(0);
    rig.reply(turn, "one ", "two");
    await().until(() -> client.shown().size() == 2);
    JsonObject first = client.shown().get(0);
    assertThat(first.getString("type")).isEqualTo("reply");
    assertThat(first.getString("chat")).isEqualTo("c1");
    assertThat(first.getString("turn")).isEqualTo(turn.attempt().turn());
    assertThat(first.getInteger("part")).isEqualTo(1);
    assertThat(first.getInteger("parts")).isEqualTo(2);
    assertThat(first.getString("text")).isEqualTo("one ");
    assertThat(first.getJsonArray("inReplyTo")).containsExactly("m-1");
    assertThat(client.texts()).containsExactly("one ", "two");
  }

  @Test
  @DisplayName("S18: the same id with the same body is accepted once, and says so")
  void duplicate() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    JsonObject first = await(client.say("m-1", "c1", "hello"));
    JsonObject second = await(client.say("m-1", "c1", "hello"));
    assertThat(second.getBoolean("duplicate")).isTrue();
    assertThat(second.getString("message")).isEqualTo(first.getString("message"));
    assertThat(rig.answerAll()).isEqualTo(1);
  }

  @Test
  @DisplayName("S25: a burst of messages is accepted, answered and shown in its order")
  void burst() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    List<Future<JsonObject>> offered =
        IntStream.range(0, 300).mapToObj(i -> client.say("m-" + i, "c1", "" + i)).toList();
    await(Future.all(offered));
    assertThat(column(client.frames("accepted"), "id"))
        .containsExactlyElementsOf(IntStream.range(0, 300).mapToObj(i -> "m-" + i).toList());
    assertThat(rig.answerAll()).isEqualTo(300);
    await().until(() -> client.shown().size() == 300);
    assertThat(client.texts())
        .containsExactlyElementsOf(IntStream.range(0, 300).mapToObj(i -> "re: " + i).toList());
  }
}
