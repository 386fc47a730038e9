package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Live;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection sees beside its deliveries: the past, and what happens now. */
class LiveIT {

  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = Rig.start(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private ProtocolClient connected(ProtocolClient client) {
    await(client.connect());
    return client;
  }

  // ── now ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("A new turn is shown as queued to those who watch its chat")
  void queued() {
    ProtocolClient watches = connected(rig.client().chats("c1"));
    ProtocolClient other = connected(rig.client().chats("c2"));
    ProtocolClient client = connected(rig.client().chats());
    await(client.say("m-1", "c1", "hello"));
    await().until(() -> watches.frames("turn").size() == 1);
    JsonObject turn = watches.frames("turn").get(0);
    assertThat(turn.getString("state")).isEqualTo("queued");
    assertThat(turn.getString("chat")).isEqualTo("c1");
    assertThat(turn.getString("turn")).isNotEmpty();
    assertThat(turn.getInteger("attempt")).isZero();
    assertThat(turn.getJsonArray("inReplyTo")).containsExactly("m-1");
    assertThat(other.frames("turn")).isEmpty();
    assertThat(client.frames("turn")).isEmpty();
  }

  @Test
  @DisplayName("What a runner shows reaches those who watch the chat, in order")
  void live() {
    ProtocolClient client = connected(rig.client().chats("c1"));
    Address address = new Address("web", "c1", "t");
    AttemptId attempt = new AttemptId("t-1", 2);
    rig.bus.show(new Live.TurnChanged(address, attempt, "resumed", "RESTART", 3, List.of("m")));
    rig.bus.show(new Live.Progress(address, attempt, 4, "Reading"));
    IntStream.range(0, 50).forEach(i -> rig.bus.show(new Live.Delta(address, attempt, i, "x" + i)));
    rig.bus.show(new Live.Delta(new Address("web", "c2", ""), attempt, 0, "elsewhere"));
    rig.bus.show(new Live.TurnChanged(address, attempt, "done", "", 4, List.of("m")));
    await().until(() -> client.frames("turn").size() == 2);
    List<JsonObject> frames = client.frames().subList(1, client.frames().size());
    assertThat(frames.get(0))
        .isEqualTo(
            new JsonObject()
                .put("type", "turn")
                .put("turn", "t-1")
                .put("chat", "c1")
                .put("thread", "t")
                .put("state", "resumed")
                .put("attempt", 2)
                .put("reason", "restart")
                .put("steps", 3)
                .put("inReplyTo", new JsonArray().add("m")));
    assertThat(frames.get(1))
        .isEqualTo(
            new JsonObject()
                .put("type", "progress")
                .put("turn", "t-1")
                .put("attempt", 2)
                .put("step", 4)
                .put("label", "Reading"));
    assertThat(frames.subList(2, 52))
        .isEqualTo(
            IntStream.range(0, 50)
                .mapToObj(
                    i ->
                        new JsonObject()
                            .put("type", "delta")
                            .put("turn", "t-1")
                            .put("attempt", 2)
                            .put("seq", i)
                            .put("text", "x" + i))
                .toList());
    assertThat(frames.get(52).getString("state")).isEqualTo("done");
  }

  @Test
  @DisplayName("A newcomer, and a new subscription, is shown the turns that are open")
  void openTurns() {
    ProtocolClient asks = connected(rig.client().chats());
    await(asks.say("m-1", "c1", "runs"));
    rig.claim();
    await(asks.say("m-2", "c1", "waits"));
    ProtocolClient client = connected(rig.client().chats("c1"));
    await().until(() -> client.frames("turn").size() == 2);
    assertThat(client.frames("turn").stream().map(turn -> turn.getString("state")))
        .containsExactlyInAnyOrder("running", "queued");
    assertThat(client.frames("turn")).allMatch(turn -> turn.getInteger("steps") == 0);

    asks.send(new JsonObject().put("type", "subscribe").put("chats", new JsonArray().add("c1")));
    await().until(() -> asks.frames("turn").size() == 2);
  }

  // ── the past ─────────────────────────────────────────────────────────────────────────────────

  private ProtocolClient talked(int messages) {
    ProtocolClient client = connected(rig.client().chats("c1"));
    for (int i = 0; i < messages; i++) {
      await(client.say("m-" + i, "c1", "" + i));
      rig.answerAll();
    }
    await().until(() -> client.shown().size() == messages);
    return client;
  }

  private static List<String> texts(JsonObject history) {
    return history.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("text"))
        .toList();
  }

  private static JsonObject ask(ProtocolClient client, JsonObject history) {
    int before = client.frames("history").size();
    client.send(history.put("type", "history").put("chat", "c1"));
    await().until(() -> client.frames("history").size() > before);
    return client.frames("history").get(before);
  }

  @Test
  @DisplayName("history gives what was said, oldest first, with who said it")
  void history() {
    ProtocolClient client = talked(1);
    JsonObject history = ask(client, new JsonObject());
    assertThat(history.getString("chat")).isEqualTo("c1");
    assertThat(history.getBoolean("more")).isFalse();
    JsonObject asked = history.getJsonArray("items").getJsonObject(0);
    JsonObject answered = history.getJsonArray("items").getJsonObject(1);
    assertThat(asked.getString("from")).isEqualTo("user");
    assertThat(asked.getString("id")).isEqualTo("m-0");
    assertThat(asked.getString("at")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(answered.getString("from")).isEqualTo("agent");
    assertThat(answered.getString("id")).isEqualTo(client.shown().get(0).getString("delivery"));
    assertThat(answered.getString("turn")).isEqualTo(client.shown().get(0).getString("turn"));
    assertThat(texts(history)).containsExactly("0", "re: 0");
  }

  @Test
  @DisplayName("history goes back page by page, and says whether there is more")
  void pages() {
    ProtocolClient client = talked(3);
    JsonObject newest = ask(client, new JsonObject().put("limit", 4));
    assertThat(texts(newest)).containsExactly("1", "re: 1", "2", "re: 2");
    assertThat(newest.getBoolean("more")).isTrue();
    String oldest = newest.getJsonArray("items").getJsonObject(0).getString("id");
    JsonObject older = ask(client, new JsonObject().put("limit", 4).put("before", oldest));
    assertThat(texts(older)).containsExactly("0", "re: 0");
    assertThat(older.getBoolean("more")).isFalse();
  }

  @Test
  @DisplayName("history in hello gives the last of each chat that it names")
  void helloHistory() {
    talked(3);
    ProtocolClient client = connected(rig.client().chats("c1", "c2").history(2));
    await().until(() -> client.frames("history").size() == 2);
    assertThat(texts(client.frames("history").get(0))).containsExactly("2", "re: 2");
    assertThat(client.frames("history").get(0).getBoolean("more")).isTrue();
    assertThat(texts(client.frames("history").get(1))).isEmpty();
  }

  @Test
  @DisplayName("history before something unknown is an error, and the connection stays")
  void unknownBefore() {
    ProtocolClient client = talked(1);
    client.send(
        new JsonObject().put("type", "history").put("chat", "c1").put("before", "no such item"));
    await().until(() -> client.frames("error").size() == 1);
    assertThat(client.frames("error").get(0).getString("code")).isEqualTo("invalid");
    assertThat(client.frames("error").get(0).getBoolean("fatal")).isFalse();
    assertThat(await(client.say("c1", "still here")).getString("type")).isEqualTo("accepted");
  }
}
