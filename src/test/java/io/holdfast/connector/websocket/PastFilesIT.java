package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static io.holdfast.connector.websocket.Rig.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Attachment;
import io.holdfast.model.Claimed;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files of the past")
class PastFilesIT {

  private static final Attachment CAT = new Attachment("cat.png", "image/png", "AAEC");

  @TempDir private Path folder;
  private final AtomicBoolean broken = new AtomicBoolean();
  private Rig rig;

  @BeforeEach
  void open() {
    JsonObject settings = new JsonObject().put("chats", new JsonArray().add("c*"));
    rig = Rig.start(folder, settings, store -> Rig.failing(store, broken));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private ProtocolClient client() {
    ProtocolClient client = rig.client();
    await(client.connect());
    return client;
  }

  /** A message with two files and a reply with one; gives the reply's id. */
  private String said(ProtocolClient client) {
    JsonObject note = attachment("n.txt", "text/plain", "aGk=");
    JsonObject cat = attachment("cat.png", "image/png", "AAEC");
    JsonObject message =
        JsonObject.of("type", "message", "id", "m-1", "chat", "c1", "text", "")
            .put("sender", JsonObject.of("id", "u-1"))
            .put("attachments", JsonArray.of(note, cat));
    await(client.offer(message));
    Claimed turn = rig.claim().get(0);
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, "here", List.of(CAT)));
    await(rig.store.finish(turn.attempt(), Outcome.done("here"), says, now()));
    return turn.attempt().turn() + ".1";
  }

  private static JsonObject attachment(String name, String type, String data) {
    return JsonObject.of("name", name, "type", type, "data", data);
  }

  private static JsonObject asked(String chat, String item, int file) {
    return JsonObject.of("type", "file", "chat", chat, "item", item, "file", file);
  }

  private static List<JsonObject> answers(ProtocolClient client, int count) {
    await().until(() -> client.frames("file").size() == count);
    return client.frames("file");
  }

  @Test
  @DisplayName("are named by the history, and given whole to whoever asks for one there")
  void given() {
    ProtocolClient client = client();
    String reply = said(client);
    client.send(JsonObject.of("type", "history", "chat", "c1"));
    await().until(() -> client.frames("history").size() == 1);
    JsonArray items = client.frames("history").get(0).getJsonArray("items");
    assertThat(items.getJsonObject(0).getJsonArray("attachments"))
        .containsExactly(
            JsonObject.of("name", "n.txt", "type", "text/plain", "size", 2),
            JsonObject.of("name", "cat.png", "type", "image/png", "size", 3));
    assertThat(items.getJsonObject(1).getJsonArray("attachments"))
        .containsExactly(JsonObject.of("name", "cat.png", "type", "image/png", "size", 3));

    client.send(asked("c1", "m-1", 0));
    client.send(asked("c1", reply, 0));
    client.send(asked("c1", "m-1", 2));
    client.send(asked("c2", "m-1", 0));
    assertThat(answers(client, 4))
        .containsExactlyInAnyOrder(
            asked("c1", "m-1", 0).put("attachment", attachment("n.txt", "text/plain", "aGk=")),
            asked("c1", reply, 0).put("attachment", attachment("cat.png", "image/png", "AAEC")),
            asked("c1", "m-1", 2),
            asked("c2", "m-1", 0));
  }

  @Test
  @DisplayName("are not given of a chat that is not served, nor while the store cannot be read")
  void notGiven() {
    ProtocolClient client = client();
    said(client);
    broken.set(true);
    client.send(asked("c1", "m-1", 0));
    await().until(() -> !client.frames("error").isEmpty());
    assertThat(client.frames("error").get(0).getString("code")).isEqualTo("not-ready");
    assertThat(client.frames("error").get(0).getBoolean("fatal")).isFalse();
    broken.set(false);

    client.send(asked("private", "m-1", 0));
    await().until(() -> !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).containsExactly(4403);
  }
}
