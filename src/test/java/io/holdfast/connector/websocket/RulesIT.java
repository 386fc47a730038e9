package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client must not do, and what it is told. */
class RulesIT {

  private static final String HELLO = "{\"type\":\"hello\",\"client\":\"raw/1\"}";

  @TempDir Path folder;
  private final AtomicBoolean broken = new AtomicBoolean();
  private final List<AutoCloseable> open = new ArrayList<>();

  private Rig rig(JsonObject settings) {
    Rig rig = Rig.start(folder, settings, store -> Rig.failing(store, broken));
    open.add(rig);
    return rig;
  }

  private ProtocolClient connected(JsonObject settings) {
    ProtocolClient client = rig(settings).client();
    await(client.connect());
    return client;
  }

  private ProtocolClient connected() {
    return connected(new JsonObject());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static void closedWith(ProtocolClient client, int code) {
    await().until(() -> !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).containsExactly(code);
    List<JsonObject> errors = client.frames("error");
    assertThat(errors.get(errors.size() - 1).getBoolean("fatal")).isTrue();
  }

  private static void rejected(JsonObject answer, String code) {
    assertThat(answer.getString("type")).isEqualTo("rejected");
    assertThat(answer.getString("code")).isEqualTo(code);
    assertThat(answer.getString("message")).isNotEmpty();
  }

  private static JsonObject message(String id) {
    return new JsonObject()
        .put("type", "message")
        .put("id", id)
        .put("chat", "c1")
        .put("sender", new JsonObject().put("id", "u-1"))
        .put("text", "hi");
  }

  // ── what ends a connection ───────────────────────────────────────────────────────────────────

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{}",
        "{\"type\":\"ack\"}",
        "{\"type\":\"history\"}",
        "{\"type\":\"subscribe\",\"chats\":\"c1\"}",
        "{\"type\":\"message\"}"
      })
  @DisplayName("What cannot be understood is closed with 4400")
  void malformed(String text) {
    ProtocolClient client = connected();
    client.sendRaw(text);
    closedWith(client, 4400);
  }

  @Test
  @DisplayName("A binary frame is closed with 4400")
  void binary() {
    ProtocolClient client = connected();
    client.socket().writeFinalBinaryFrame(Buffer.buffer("{}"));
    closedWith(client, 4400);
  }

  @Test
  @DisplayName("A frame that is not masked is closed with 4400")
  void unmasked() throws IOException {
    try (RawSocket raw = new RawSocket(rig(new JsonObject()).port).upgrade()) {
      raw.sendUnmasked(HELLO);
      List<RawSocket.Frame> frames = raw.readToClose();
      assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(4400);
    }
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {262_145, 2_000_000, 40_000_000})
  @DisplayName(
      "A frame over the limit is closed with 4413, however large, and its sender reads why")
  void tooLarge(int bytes) {
    ProtocolClient client = connected();
    client.sendRaw("x".repeat(bytes));
    closedWith(client, 4413);
  }

  @Test
  @DisplayName("A large frame is refused before hello as well, by its header alone")
  void tooLargeFirst() throws IOException {
    try (RawSocket raw = new RawSocket(rig(new JsonObject()).port).upgrade()) {
      raw.send(RawSocket.TEXT, new byte[300_000]);
      List<RawSocket.Frame> frames = raw.readToClose();
      assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(4413);
    }
  }

  @Test
  @DisplayName("A message in pieces is read as one, and is closed with 4413 over the limit")
  void pieces() throws IOException {
    try (RawSocket raw = new RawSocket(rig(new JsonObject()).port).upgrade()) {
      raw.sendPiece(true, false, HELLO.substring(0, 10));
      raw.send(RawSocket.PING, new byte[0]);
      raw.sendPiece(false, true, HELLO.substring(10));
      assertThat(raw.read().opcode()).isEqualTo(RawSocket.PONG);
      assertThat(raw.read().text()).contains("welcome");
      raw.sendPiece(true, false, "x".repeat(200_000));
      raw.sendPiece(false, false, "x".repeat(62_145));
      List<RawSocket.Frame> frames = raw.readToClose();
      assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(4413);
    }
  }

  @Test
  @DisplayName("A frame of exactly the limit is read")
  void largest() {
    ProtocolClient client = connected();
    JsonObject padded = message("m-1").put("pad", "");
    int room = 262_144 - padded.encode().length();
    JsonObject answer = await(client.offer(padded.put("pad", "x".repeat(room))));
    assertThat(answer.getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName("A type that is not known is an error, and the connection stays")
  void unknownType() {
    ProtocolClient client = connected();
    client.send(new JsonObject().put("type", "dance"));
    assertThat(await(client.say("c1", "hi")).getString("type")).isEqualTo("accepted");
    JsonObject error = client.frames("error").get(0);
    assertThat(error.getString("code")).isEqualTo("unknown-type");
    assertThat(error.getBoolean("fatal")).isFalse();
  }

  // ── what is rejected ─────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("A message with a bad field is rejected as invalid, and the connection stays")
  void invalid() {
    ProtocolClient client = connected();
    for (JsonObject bad :
        List.of(
            message("m-1").put("text", 5),
            message("m-2").put("chat", ""),
            message("m-3").put("sender", new JsonObject()),
            message("m-4").put("sentAt", "soon"),
            message("i".repeat(129)))) {
      rejected(await(client.offer(bad)), "invalid");
    }
    assertThat(await(client.offer(message("m-9"))).getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName("A text over the limit is rejected as too-large; bytes count, not characters")
  void text() {
    ProtocolClient client = connected();
    rejected(await(client.say("c1", "x".repeat(32_769))), "too-large");
    rejected(await(client.say("c1", "é".repeat(16_385))), "too-large");
    assertThat(await(client.say("c1", "é".repeat(16_384))).getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName("An id with another body is rejected as id-reused")
  void idReused() {
    ProtocolClient client = connected();
    await(client.say("m-1", "c1", "one"));
    rejected(await(client.say("m-1", "c1", "two")), "id-reused");
  }

  @Test
  @DisplayName("A chat that no agent answers is rejected as not-allowed")
  void noRoute() {
    rejected(await(connected().say("nobody", "hi")), "not-allowed");
  }

  @Test
  @DisplayName("A busy session that refuses double texts rejects as busy")
  void busy() {
    ProtocolClient client = connected();
    await(client.say("busy-1", "one"));
    rejected(await(client.say("busy-1", "two")), "busy");
  }

  @Test
  @DisplayName("A full queue rejects as queue-full")
  void queueFull() {
    ProtocolClient client = connected();
    await(client.say("short-1", "one"));
    await(client.say("short-1", "two"));
    rejected(await(client.say("short-1", "three")), "queue-full");
  }

  @Test
  @DisplayName("A sender that writes too fast is told how long to wait, each sender on its own")
  void rate() {
    ProtocolClient client =
        connected(
            new JsonObject().put("rate", new JsonObject().put("messages", 2).put("per", "1h")));
    await(client.say("c1", "one"));
    await(client.say("c1", "two"));
    JsonObject answer = await(client.say("c1", "three"));
    rejected(answer, "rate-limited");
    assertThat(answer.getLong("retryAfter")).isBetween(1L, 1_800_000L);
    JsonObject other = message("m-1").put("sender", new JsonObject().put("id", "u-2"));
    assertThat(await(client.offer(other)).getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName("A client that never slows down is closed with 4429")
  void tooFast() {
    ProtocolClient client =
        connected(
            new JsonObject().put("rate", new JsonObject().put("messages", 1).put("per", "1h")));
    await(client.say("c1", "once"));
    for (int i = 0; i < 110; i++) {
      client.say("c1", "again " + i);
    }
    closedWith(client, 4429);
    assertThat(client.frames("rejected")).hasSize(101);
  }

  @Test
  @DisplayName("S41: while the store cannot commit, messages are rejected as not-ready, not acked")
  void notReady() {
    ProtocolClient client = connected();
    broken.set(true);
    JsonObject answer = await(client.say("m-1", "c1", "hi"));
    rejected(answer, "not-ready");
    assertThat(answer.getLong("retryAfter")).isEqualTo(1000);
    broken.set(false);
    assertThat(await(client.say("m-1", "c1", "hi")).getBoolean("duplicate")).isFalse();
  }

  // ── commands ─────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S19: a command is answered with a notice, once, however often it is sent")
  void command() {
    ProtocolClient client = connected();
    assertThat(await(client.say("m-1", "c1", "/status")).getBoolean("duplicate")).isFalse();
    assertThat(await(client.say("m-1", "c1", "/status")).getBoolean("duplicate")).isTrue();
    await(client.say("m-2", "c1", "/help"));
    await().until(() -> client.frames("notice").size() == 2);
    JsonObject notice = client.frames("notice").get(0);
    assertThat(notice.getString("kind")).isEqualTo("command");
    assertThat(notice.getString("chat")).isEqualTo("c1");
    assertThat(notice.getString("delivery")).isNotEmpty();
    assertThat(notice.getString("text")).isNotEmpty();
  }

  @Test
  @DisplayName("Two slashes escape one, and an unknown command is an ordinary message")
  void escaped() {
    Rig rig = rig(new JsonObject());
    ProtocolClient client = rig.client();
    await(client.connect());
    await(client.say("c1", "//status"));
    await(client.say("c2", "/usr/bin is full"));
    rig.answerAll();
    await().until(() -> client.shown().size() == 2);
    assertThat(client.texts()).containsExactlyInAnyOrder("re: /status", "re: /usr/bin is full");
  }

  @Test
  @DisplayName("Attachments of a message reach the store")
  void attachments() {
    Rig rig = rig(new JsonObject());
    ProtocolClient client = rig.client();
    await(client.connect());
    JsonObject file =
        new JsonObject().put("name", "a.txt").put("type", "text/plain").put("data", "aGk=");
    await(client.offer(message("m-1").put("attachments", new JsonArray().add(file))));
    assertThat(rig.claim().get(0).messages().get(0).inbound().attachments())
        .singleElement()
        .satisfies(attachment -> assertThat(attachment.data()).isEqualTo("aGk="));
  }
}
