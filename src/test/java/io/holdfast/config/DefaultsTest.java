package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a configuration leaves out")
class DefaultsTest {

  @Test
  @DisplayName("is a gateway that works: the embedded store, a web connector, the demo runner")
  void everything() {
    Config config = Yaml.load("");
    assertThat(config.http()).isEqualTo(new Config.Http("127.0.0.1", 8080));
    assertThat(config.database().embedded()).contains(Path.of("data/holdfast.db"));
    assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.resume())
        .isEqualTo(
            new Config.Resume(
                3, Duration.ofHours(24), Config.ResumeNotice.QUICK, Duration.ofSeconds(30)));
    assertThat(config.connectors())
        .extracting(Block::id, Block::type)
        .containsExactly(org.assertj.core.api.Assertions.tuple("web", "websocket"));
    assertThat(config.runners())
        .extracting(Block::id, Block::type)
        .containsExactly(org.assertj.core.api.Assertions.tuple("demo", "demo"));
    assertThat(config.routes().of(new Address("web", "any", "")))
        .contains(new Route("demo", DoubleText.ENQUEUE, 1000, 1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"# nothing", "http:\nstore: ~\nrunners:\nroutes: null", "{}"})
  @DisplayName("may also be named without a value")
  void namedWithoutValue(String yaml) {
    assertThat(Yaml.load(yaml)).isEqualTo(Yaml.load(""));
  }

  @Test
  @DisplayName("is filled in inside a block that the file does give")
  void insideBlocks() {
    Config config =
        Yaml.load(
            """
            connectors:
              web: {type: websocket, limits: {text: 100}, rate: {messages: 5}}
            runners:
              gpt: {type: openai, base-url: "http://127.0.0.1:1/v1", model: m}
              tool: {type: command, command: [a, b]}
            """);
    Settings web = config.connectors().get(0).settings();
    assertThat(web.has("token")).isFalse();
    assertThat(web.texts("origins")).isEmpty();
    assertThat(web.texts("chats")).containsExactly("*");
    assertThat(web.duration("heartbeat")).isEqualTo(Duration.ofSeconds(30));
    assertThat(web.section("limits").number("text")).isEqualTo(100);
    assertThat(web.section("limits").number("frame")).isEqualTo(262_144);
    assertThat(web.section("limits").number("unacked")).isEqualTo(256);
    assertThat(web.section("rate").duration("per")).isEqualTo(Duration.ofSeconds(1));
    Settings gpt = config.runners().get(0).settings();
    assertThat(gpt.number("history")).isEqualTo(20);
    assertThat(gpt.number("max-turns")).isEqualTo(8);
    assertThat(gpt.duration("turn-timeout")).isEqualTo(Duration.ofHours(1));
    assertThat(gpt.has("temperature")).isFalse();
    Settings tool = config.runners().get(1).settings();
    assertThat(tool.number("output-limit")).isEqualTo(1_048_576);
    assertThat(tool.text("on-unknown")).isEqualTo("ask");
    assertThat(tool.map("env")).isEmpty();
  }

  @Test
  @DisplayName("gives the demo runner more turns at a time than others")
  void demoTurns() {
    assertThat(Yaml.load("").runners().get(0).settings().number("max-turns")).isEqualTo(64);
  }

  @Test
  @DisplayName("sends everything to the first runner of the file when it is the routes")
  void firstRunner() {
    Config config = Yaml.load("runners: {zoe: {type: demo}, abe: {type: demo}}");
    assertThat(config.routes().rules())
        .containsExactly(new RouteRule("*", "*", new Route("zoe", DoubleText.ENQUEUE, 1000, 1500)));
  }

  @Test
  @DisplayName("keeps blocks and rules in the order of the file")
  void order() {
    Config config =
        Yaml.load(
            """
            connectors: {z: {type: websocket}, a: {type: websocket}}
            runners: {y: {type: demo}, b: {type: demo}}
            routes:
              - {connector: "z*", chat: "dev-*", runner: b, double-text: collect, collect-window: 300ms, max-queue: 5}
              - {runner: y, double-text: reject}
            """);
    assertThat(config.connectors()).extracting(Block::id).containsExactly("z", "a");
    assertThat(config.runners()).extracting(Block::id).containsExactly("y", "b");
    assertThat(config.routes().of(new Address("z", "dev-1", "")))
        .contains(new Route("b", DoubleText.COLLECT, 5, 300));
    assertThat(config.routes().of(new Address("a", "dev-1", "")))
        .contains(new Route("y", DoubleText.REJECT, 1000, 1500));
  }

  @Test
  @DisplayName("is printed with its default, and secrets are masked")
  void printed() {
    Loaded loaded =
        Yaml.load(
            """
            admin: {token: abracadabra}
            runners:
              gpt: {type: openai, base-url: "http://me:pw@h/v1", model: "${env:M}", api-key: k1}
              tool: {type: command, command: [a, "${env:M}"], env: {KEY: k2}}
            """,
            Map.of("M", "resolved"));
    assertThat(loaded.masked())
        .contains("token: '***'", "api-key: '***'", "KEY: '***'", "http://***@h/v1")
        .contains("drain-timeout: 60s", "heartbeat: 30s", "model: ${env:M}")
        .doesNotContain("abracadabra", "k1", "k2", "pw", "resolved");
    assertThat(List.of(loaded.config().runners().get(0).settings().text("model")))
        .containsExactly("resolved");
  }
}
