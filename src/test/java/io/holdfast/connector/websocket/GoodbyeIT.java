package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Reason;
import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections end that did nothing wrong, or nothing at all. */
class GoodbyeIT {

  private static final String HELLO = "{\"type\":\"hello\",\"client\":\"raw/1\"}";

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Rig rig(JsonObject settings) {
    Rig rig = Rig.start(folder, settings);
    open.add(rig);
    return rig;
  }

  private Rig rig() {
    return rig(new JsonObject());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  // ── the gateway goes ─────────────────────────────────────────────────────────────────────────

  @ParameterizedTest(name = "{0}: goaway {1}, close {2}")
  @CsvSource({"RESTART, restart, 1012", "REDEPLOY, redeploy, 1012", "SHUTDOWN, shutdown, 1001"})
  @DisplayName("A stop says why, when to come back, and closes with the code for it")
  void goaway(Reason reason, String word, int code) throws IOException {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1");
    ProtocolClient silent = rig.client();
    await(client.connect());
    await(silent.open());
    rig.undeploy(reason);
    for (ProtocolClient each : List.of(client, silent)) {
      await().until(() -> !each.closeCodes().isEmpty());
      assertThat(each.closeCodes()).containsExactly(code);
      JsonObject goaway = each.frames("goaway").get(0);
      assertThat(goaway.getString("reason")).isEqualTo(word);
      assertThat(goaway.getLong("reconnectAfter")).isPositive();
    }
    try (RawSocket raw = new RawSocket(rig.port)) {
      assertThat(raw.request("/ws/web", "Host: x")).startsWith("HTTP/1.1 404");
    }
    assertThat(rig.meters.find("holdfast.connections").gauge()).isNull();
  }

  @Test
  @DisplayName(
      "S07: what is sent while the connector restarts is accepted once, in order, and runs")
  void resent() {
    Rig rig = rig();
    AtomicReference<List<Future<JsonObject>>> offered = new AtomicReference<>(List.of());
    ProtocolClient client = rig.client().chats("c1").returning();
    await(client.connect());
    List<Future<JsonObject>> answers = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      answers.add(client.say("m-" + i, "c1", "" + i));
      if (i == 1000) {
        offered.set(List.copyOf(answers));
        new Thread(() -> rig.undeploy(Reason.RESTART)).start();
      }
    }
    await().until(() -> !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).containsExactly(1012);
    rig.deploy();
    await(Future.all(answers));
    rig.answerAll();
    await().until(() -> client.shown().size() == 2000);
    assertThat(client.texts())
        .containsExactlyElementsOf(IntStream.range(0, 2000).mapToObj(i -> "re: " + i).toList());
  }

  @Test
  @DisplayName("A stop is not held up by a client that does not answer its Close")
  void deafClient() throws IOException {
    Rig rig = rig();
    try (RawSocket raw = new RawSocket(rig.port).upgrade()) {
      raw.send(HELLO);
      raw.read();
      long before = System.nanoTime();
      rig.undeploy(Reason.RESTART);
      assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
      List<RawSocket.Frame> frames = raw.readToClose();
      assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1012);
    }
  }

  // ── the client goes quiet ────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("Two pings that are not answered close with 4408")
  void noPong() throws IOException {
    Rig rig = rig(new JsonObject().put("heartbeat", "200ms"));
    try (RawSocket raw = new RawSocket(rig.port).upgrade()) {
      raw.send(HELLO);
      List<RawSocket.Frame> frames = raw.readToClose();
      assertThat(frames.stream().filter(frame -> frame.opcode() == RawSocket.PING)).hasSize(2);
      assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(4408);
    }
  }

  @Test
  @DisplayName("S46: a client that answers its pings stays")
  void pongs() throws IOException {
    Rig rig = rig(new JsonObject().put("heartbeat", "1500ms"));
    try (RawSocket raw = new RawSocket(rig.port).upgrade()) {
      raw.send(HELLO);
      // Without its answers it would be closed instead of the third one.
      for (int pings = 0; pings < 3; ) {
        RawSocket.Frame frame = raw.read();
        assertThat(frame.opcode()).isNotEqualTo(RawSocket.CLOSE);
        if (frame.opcode() == RawSocket.PING) {
          raw.send(RawSocket.PONG, frame.data());
          pings++;
        }
      }
    }
  }

  @Test
  @DisplayName("A client that does not read is closed with 1013, and what it missed is kept for it")
  void notReading() {
    Rig rig = rig();
    ProtocolClient client = rig.client().chats("c1").acking(false);
    await(client.connect());
    ProtocolClient asks = rig.client().chats();
    await(asks.connect());
    client.socket().pause();
    String large = "x".repeat(30_000);
    for (int i = 0; i < 250; i++) {
      await(asks.say("c1", i + " " + large));
    }
    rig.answerAll();
    await().until(() -> rig.meters.find("holdfast.closes").tag("code", "1013").counter() != null);
    client.socket().resume();
    await().until(() -> !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).containsExactly(1013);
    ProtocolClient again = rig.client().chats("c1");
    await(again.connect());
    await().until(() -> again.shown().size() == 250);
  }

  @Test
  @DisplayName("A client that reads slowly but reads is not closed")
  void slowReader() throws Exception {
    Rig rig = rig();
    ProtocolClient asks = rig.client().chats();
    await(asks.connect());
    String large = "x".repeat(30_000);
    for (int i = 0; i < 250; i++) {
      await(asks.say("c1", i + " " + large));
    }
    rig.answerAll();
    try (RawSocket raw = new RawSocket(rig.port).upgrade()) {
      raw.send("{\"type\":\"hello\",\"client\":\"raw/1\",\"chats\":[\"c1\"]}");
      int replies = 0;
      while (replies < 250) {
        RawSocket.Frame frame = raw.read();
        assertThat(frame.opcode()).isNotEqualTo(RawSocket.CLOSE);
        replies +=
            new String(frame.data(), StandardCharsets.UTF_8).contains("\"type\":\"reply\"") ? 1 : 0;
      }
    }
  }
}
