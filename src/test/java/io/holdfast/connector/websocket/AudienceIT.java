package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets what. */
class AudienceIT {

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

  // ── who gets what ────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S44: a reply goes to its own chat and nowhere else")
  void ownChat() {
    Rig rig = rig();
    ProtocolClient one = rig.client().chats("c1");
    ProtocolClient two = rig.client().chats("c2");
    await(one.connect());
    await(two.connect());
    for (int i = 0; i < 20; i++) {
      await(one.say("c1", "one " + i));
      await(two.say("c2", "two " + i));
    }
    rig.answerAll();
    await().until(() -> one.shown().size() == 20 && two.shown().size() == 20);
    assertThat(one.texts()).allMatch(text -> text.startsWith("re: one"));
    assertThat(two.texts()).allMatch(text -> text.startsWith("re: two"));
  }

  @Test
  @DisplayName("Several connections of a chat each get each delivery, however fast one acks")
  void several() {
    Rig rig = rig();
    ProtocolClient quick = rig.client().chats("c1");
    ProtocolClient slow = rig.client().chats("c1").acking(false);
    ProtocolClient bridge = rig.client();
    for (ProtocolClient each : List.of(quick, slow, bridge)) {
      await(each.connect());
    }
    for (int i = 0; i < 500; i++) {
      await(quick.say("c1", "" + i));
    }
    rig.answerAll();
    List<String> expected = IntStream.range(0, 500).mapToObj(i -> "re: " + i).toList();
    for (ProtocolClient each : List.of(quick, slow, bridge)) {
      await().until(() -> each.shown().size() == 500);
      assertThat(each.texts()).containsExactlyElementsOf(expected);
      assertThat(each.frames("reply")).hasSize(500);
    }
  }

  @Test
  @DisplayName("One ack by any connection settles a delivery")
  void oneAck() {
    Rig rig = rig();
    ProtocolClient acks = rig.client().chats("c1");
    ProtocolClient watches = rig.client().chats("c1").acking(false);
    await(acks.connect());
    await(watches.connect());
    await(acks.say("c1", "hello"));
    rig.answerAll();
    await().until(() -> acks.shown().size() == 1 && watches.shown().size() == 1);
    await().until(() -> rig.nothingDue());
    ProtocolClient late = rig.client().chats("c1");
    await(late.connect());
    await(late.say("c1", "/help"));
    await().until(() -> late.shown().size() == 1);
    assertThat(late.frames("reply")).isEmpty();
  }

  @Test
  @DisplayName("A bridge receives every chat, those that come later too")
  void bridge() {
    Rig rig = rig();
    ProtocolClient bridge = rig.client();
    await(bridge.connect());
    for (int chat = 0; chat < 50; chat++) {
      await(bridge.say("c" + chat, "" + chat));
    }
    rig.answerAll();
    await().until(() -> bridge.shown().size() == 50);
    assertThat(column(bridge.shown(), "chat")).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("subscribe brings what waits in the new chats, older than what was sent before")
  void subscribe() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c2").acking(false);
    await(client.connect());
    await(client.say("c1", "older"));
    rig.answerAll();
    await(client.say("c2", "newer"));
    rig.answerAll();
    await().until(() -> client.texts().equals(List.of("re: newer")));
    client.send(new JsonObject().put("type", "subscribe").put("chats", new JsonArray().add("c1")));
    await().until(() -> client.texts().equals(List.of("re: newer", "re: older")));
    await(client.say("c1", "newest"));
    rig.answerAll();
    await().until(() -> client.texts().equals(List.of("re: newer", "re: older", "re: newest")));
    assertThat(client.frames("reply")).hasSize(3);
  }

  @Test
  @DisplayName("unsubscribe ends what a connection receives, and gives its room back")
  void unsubscribe() {
    Rig rig = rig(new JsonObject().put("limits", new JsonObject().put("unacked", 1)));
    ProtocolClient client = rig.client().chats("c1", "c2").acking(false);
    await(client.connect());
    await(client.say("c1", "one"));
    rig.answerAll();
    await().until(() -> client.shown().size() == 1);
    client.send(
        new JsonObject().put("type", "unsubscribe").put("chats", new JsonArray().add("c1")));
    await(client.say("c1", "unseen"));
    await(client.say("c2", "seen"));
    rig.answerAll();
    await().until(() -> client.shown().size() == 2);
    assertThat(client.texts()).containsExactly("re: one", "re: seen");
  }

  @Test
  @DisplayName("What other nodes have rung for is looked for when it may have been missed")
  void missedDoorbells() {
    AtomicInteger looks = new AtomicInteger();
    Rig rig = Rig.start(folder, new JsonObject(), store -> Rig.counting(store, "glance", looks));
    open.add(rig);
    await(rig.client().chats("c1").connect());
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              rig.bus.missed();
              return looks.get() > 100;
            });
  }

  @Test
  @DisplayName("What no doorbell announced is found by the poll")
  void lostDoorbell() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    await(client.connect());
    await(client.say("c1", "hello"));
    rig.mute();
    rig.answerAll();
    await().until(() -> client.shown().size() == 1);
  }
}
