package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, and how a connection begins. */
class HandshakeIT {

  private static final String[] UPGRADE = {
    "Connection: keep-alive, Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
  };

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

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

  private static String answer(Rig rig, String path, String... headers) throws IOException {
    try (RawSocket raw = new RawSocket(rig.port)) {
      return raw.request(path, headers);
    }
  }

  private static String upgrade(Rig rig, String... more) throws IOException {
    List<String> headers = new ArrayList<>(List.of(UPGRADE));
    headers.addAll(List.of(more));
    return answer(rig, "/ws/web", headers.toArray(String[]::new));
  }

  private static final String HOST = "Host: chat.example.org";
  private static final String V13 = "Sec-WebSocket-Version: 13";
  private static final String OURS = "Sec-WebSocket-Protocol: holdfast.v1";

  @Test
  @DisplayName("An unknown connector is not found")
  void unknownConnector() throws IOException {
    Rig rig = rig(new JsonObject());
    assertThat(answer(rig, "/ws/other", HOST)).startsWith("HTTP/1.1 404");
  }

  @Test
  @DisplayName("A GET that does not upgrade is refused in plain text")
  void noUpgrade() throws IOException {
    assertThat(answer(rig(new JsonObject()), "/ws/web", HOST))
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: text/plain");
  }

  @Test
  @DisplayName("Without the subprotocol, or with another version, the upgrade is refused")
  void subprotocol() throws IOException {
    Rig rig = rig(new JsonObject());
    assertThat(upgrade(rig, HOST, V13)).startsWith("HTTP/1.1 400");
    assertThat(upgrade(rig, HOST, V13, "Sec-WebSocket-Protocol: holdfast.v2"))
        .startsWith("HTTP/1.1 400");
    assertThat(upgrade(rig, HOST, OURS)).startsWith("HTTP/1.1 400");
    assertThat(upgrade(rig, HOST, "Sec-WebSocket-Version: 8", OURS)).startsWith("HTTP/1.1 400");
  }

  @Test
  @DisplayName("The subprotocol is chosen from among others, and no extension is")
  void chosen() throws IOException {
    assertThat(
            upgrade(
                rig(new JsonObject()),
                HOST,
                V13,
                "Sec-WebSocket-Protocol: mqtt, holdfast.v1",
                "Sec-WebSocket-Extensions: permessage-deflate"))
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("sec-websocket-protocol: holdfast.v1\r\n")
        .doesNotContainIgnoringCase("sec-websocket-extensions");
  }

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource({
    "https://chat.example.org, 101",
    "http://chat.example.org, 101",
    "http://CHAT.example.org:80, 101",
    "https://chat.example.org:443, 101",
    "https://chat.example.org:8443, 403",
    "https://evil.example.org, 403",
    "https://chat.example.org.evil.org, 403",
    "null, 403",
  })
  @DisplayName("Where no origins are configured, only the page of this very host may connect")
  void sameHost(String origin, int status) throws IOException {
    assertThat(upgrade(rig(new JsonObject()), HOST, V13, OURS, "Origin: " + origin))
        .startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource({
    "https://a.example.net, 101",
    "https://b.example.net, 403",
    "https://chat.example.org, 403",
  })
  @DisplayName("Where origins are configured, only those may connect")
  void origins(String origin, int status) throws IOException {
    JsonObject settings =
        new JsonObject().put("origins", new JsonArray().add("https://a.example.net"));
    assertThat(upgrade(rig(settings), HOST, V13, OURS, "Origin: " + origin))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  @DisplayName("hello is answered with what the client has to know")
  void welcome() {
    JsonObject welcome = await(rig(new JsonObject()).client().connect());
    assertThat(welcome.getString("connection")).isNotEmpty();
    assertThat(welcome.getString("connector")).isEqualTo("web");
    assertThat(welcome.getLong("heartbeat")).isEqualTo(30_000);
    assertThat(welcome.getJsonObject("limits"))
        .isEqualTo(new JsonObject().put("frame", 262144).put("text", 32768).put("unacked", 256));
  }

  private static void closedWith(ProtocolClient client, int code, String word) {
    await().until(() -> !client.closeCodes().isEmpty());
    assertThat(client.closeCodes()).containsExactly(code);
    JsonObject error = client.frames("error").get(client.frames("error").size() - 1);
    assertThat(error.getString("code")).isEqualTo(word);
    assertThat(error.getString("message")).isNotEmpty();
    assertThat(error.getBoolean("fatal")).isTrue();
  }

  @Test
  @DisplayName("Where there is a token, a hello without it, or with another, is closed with 4401")
  void token() {
    Rig rig = rig(new JsonObject().put("token", "secret"));
    for (ProtocolClient client :
        List.of(rig.client(), rig.client().token("secreT"), rig.client().chats("c1"))) {
      client.connect();
      closedWith(client, 4401, "not-authorised");
      assertThat(client.frames("welcome")).isEmpty();
    }
    await(rig.client().token("secret").connect());
    await(rig.client().token("secret").chats("c1").connect());
  }

  @Test
  @DisplayName("A chat that the connector does not serve closes hello and subscribe with 4403")
  void closedChat() {
    Rig rig = rig(new JsonObject().put("chats", new JsonArray().add("c*")));
    ProtocolClient hello = rig.client().chats("c1", "private");
    hello.connect();
    closedWith(hello, 4403, "not-allowed");

    ProtocolClient subscribe = rig.client().chats("c1");
    await(subscribe.connect());
    subscribe.send(
        new JsonObject().put("type", "subscribe").put("chats", new JsonArray().add("private")));
    closedWith(subscribe, 4403, "not-allowed");
  }

  @Test
  @DisplayName("A message to a chat that the connector does not serve is rejected")
  void closedChatMessage() {
    Rig rig = rig(new JsonObject().put("chats", new JsonArray().add("c*")));
    ProtocolClient client = rig.client();
    await(client.connect());
    assertThat(await(client.say("x-1", "hi")).getString("code")).isEqualTo("not-allowed");
    assertThat(await(client.say("c1", "hi")).getString("type")).isEqualTo("accepted");
  }

  @Test
  @DisplayName("A client that does not say hello in time is closed with 4408")
  void late() {
    ProtocolClient client = rig(new JsonObject().put("hello-timeout", "300ms")).client();
    await(client.open());
    closedWith(client, 4408, "timeout");
  }

  @Test
  @DisplayName("Another frame than hello at first is closed with 4409")
  void notFirst() {
    ProtocolClient client = rig(new JsonObject()).client();
    await(client.open());
    client.send(new JsonObject().put("type", "ack").put("deliveries", new JsonArray()));
    closedWith(client, 4409, "hello-out-of-place");
  }

  @Test
  @DisplayName("hello twice is closed with 4409")
  void twice() {
    ProtocolClient client = rig(new JsonObject()).client();
    await(client.connect());
    client.hello();
    closedWith(client, 4409, "hello-out-of-place");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"nonsense", "[]", "{}", "{\"type\":\"hello\",\"client\":7}"})
  @DisplayName("What is no frame at first is closed with 4400")
  void malformedFirst(String text) {
    ProtocolClient client = rig(new JsonObject()).client();
    await(client.open());
    client.sendRaw(text);
    closedWith(client, 4400, "malformed");
  }
}
