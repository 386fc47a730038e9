package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Claimed;
import io.holdfast.model.Reason;
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

  // ── until it is acked ────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S14: a reply that was made while its client was away waits for it")
  void waits() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    await(client.say("c1", "hello"));
    await(client.close());
    rig.answerAll();
    ProtocolClient again = rig.client().chats("c1");
    await(again.connect());
    await().until(() -> again.texts().equals(List.of("re: hello")));
  }

  @Test
  @DisplayName("A reply comes again after every reconnect, as the same delivery, until it is acked")
  void untilAcked() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1").acking(false);
    await(client.connect());
    await(client.say("c1", "hello"));
    rig.answerAll();
    for (int times = 1; times <= 3; times++) {
      int expected = times;
      await().until(() -> client.frames("reply").size() == expected);
      client.cut();
      await().until(() -> client.closeCodes().size() == expected);
      await(client.connect());
    }
    await().until(() -> client.frames("reply").size() == 4);
    assertThat(column(client.frames("reply"), "delivery")).containsOnly(first(client));
    assertThat(client.shown()).hasSize(1);
    // Counted once it is written.
    await()
        .until(
            () ->
                rig.meters.counter("holdfast.deliveries.resent", "connector", "web").count() == 3);
  }

  @Test
  @DisplayName(
      "S16: a reply that was written when its line was cut goes out again as the same delivery,"
          + " and is shown once")
  void cutBeforeItsAck() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1").acking(false);
    await(client.connect());
    await(client.say("c1", "hello"));
    rig.reply(rig.claim().get(0), "one ", "two");
    await().until(() -> client.frames("reply").size() == 2);
    client.cut();
    await().until(() -> client.closeCodes().size() == 1);
    assertThat(rig.due()).isEqualTo(2);

    client.acking(true);
    await(client.connect());
    await().until(rig::nothingDue);
    assertThat(column(client.frames("reply"), "delivery"))
        .hasSize(4)
        .endsWith(column(client.shown(), "delivery").toArray(String[]::new));
    assertThat(client.texts()).containsExactly("one ", "two");
  }

  private static String first(ProtocolClient client) {
    return client.shown().get(0).getString("delivery");
  }

  @Test
  @DisplayName("S20: what was acked never comes again")
  void acked() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    await(client.say("c1", "hello"));
    rig.answerAll();
    await().until(() -> client.shown().size() == 1);
    await().until(() -> rig.nothingDue());
    rig.undeploy(Reason.RESTART);
    rig.deploy();
    ProtocolClient again = rig.client().chats("c1");
    await(again.connect());
    await(again.say("c1", "more"));
    rig.answerAll();
    await().until(() -> again.shown().size() == 1);
    assertThat(again.texts()).containsExactly("re: more");
  }

  @Test
  @DisplayName("S17: of a reply whose part 3 was not acked, only part 3 comes again")
  void part3() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1").acking(false);
    await(client.connect());
    await(client.say("c1", "hello"));
    rig.reply(rig.claim().get(0), "one", "two", "three");
    await().until(() -> client.shown().size() == 3);
    client.ack(first(client), client.shown().get(1).getString("delivery"));
    await().until(() -> rig.due() == 1);
    client.cut();
    ProtocolClient again = rig.client().chats("c1");
    await(again.connect());
    await().until(() -> again.shown().size() == 1);
    assertThat(again.shown().get(0).getInteger("part")).isEqualTo(3);
    assertThat(again.shown().get(0).getString("delivery"))
        .isEqualTo(client.shown().get(2).getString("delivery"));
  }

  @Test
  @DisplayName("Acks of what was never sent are ignored")
  void unknownAck() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    client.ack("nothing", "such");
    assertThat(await(client.say("c1", "hello")).getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName(
      "No more than limits.unacked are in flight; an ack makes room for the next, in order")
  void window() {
    Rig rig = rig(new JsonObject().put("limits", new JsonObject().put("unacked", 3)));
    ProtocolClient client = rig.client().chats("c1").acking(false);
    await(client.connect());
    IntStream.range(0, 10).forEach(i -> await(client.say("c1", "" + i)));
    rig.answerAll();
    await().until(() -> client.shown().size() == 3);
    assertThat(await(client.say("c1", "/help")).getString("type")).isEqualTo("accepted");
    assertThat(client.shown()).hasSize(3);
    client.ack(first(client));
    await().until(() -> client.shown().size() == 4);
    client.acking(true);
    client.ack(column(client.shown(), "delivery").toArray(String[]::new));
    await().until(() -> client.shown().size() == 11);
    assertThat(client.texts().subList(0, 10))
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "re: " + i).toList());
  }
}
