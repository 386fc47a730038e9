package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The keys that a plugin declares")
class KeysTest {

  private static final Schema SCHEMA =
      Schema.builtIn()
          .withConnector("fax", Keys.none().text("number").secret("pin").texts("users"))
          .withRunner(
              "oracle",
              Keys.none()
                  .text("mood", "good")
                  .optionalSecret("token")
                  .number("tries", 1, 9, 3)
                  .flag("loud", false)
                  .duration("patience", "1s", "1h", "5s")
                  .key("scale", new JsonObject().put("type", "number"))
                  .key("nick", new JsonObject("{\"type\": \"string\", \"maxLength\": 3}"))
                  .key(
                      "names",
                      new JsonObject(
                          "{\"type\": \"object\", \"allOf\": [{\"maxProperties\": 1}]}")));

  private static final String BLOCKS =
      """
      connectors: {f: {type: fax, number: 123, pin: "0815", users: [ann]}}
      runners: {o: {type: oracle, token: s3cret, tries: 4, loud: true, scale: 0.5}}
      """;

  private static Loaded load(String yaml) {
    byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
    return Loaded.of(SCHEMA, StrictYaml.parse("holdfast.yaml", text), Map.of());
  }

  private static List<String> faults(String yaml) {
    try {
      load(yaml);
      return List.of();
    } catch (ConfigFaults faults) {
      return faults.faults().stream().map(Fault::toString).toList();
    }
  }

  @Test
  @DisplayName("give its blocks values and fallbacks, and a runner what all runners have")
  void values() {
    Config config = load(BLOCKS).config();
    Settings fax = config.connectors().get(0).settings();
    assertThat(fax.text("number")).isEqualTo("123");
    assertThat(fax.texts("users")).containsExactly("ann");
    Settings oracle = config.runners().get(0).settings();
    assertThat(oracle.text("mood")).isEqualTo("good");
    assertThat(oracle.number("tries")).isEqualTo(4);
    assertThat(oracle.flag("loud")).isTrue();
    assertThat(oracle.duration("patience")).isEqualTo(Duration.ofSeconds(5));
    assertThat(oracle.fraction("scale")).isEqualTo(0.5);
    assertThat(oracle.number("max-turns")).isEqualTo(8);
    assertThat(oracle.duration("turn-timeout")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  @DisplayName("keep its secrets from whoever looks")
  void secrets() {
    assertThat(load(BLOCKS).masked()).contains("pin: '***'").doesNotContain("0815", "s3cret");
  }

  @Test
  @DisplayName("are told of as the built-in ones are: unknown, missing, of the wrong kind")
  void faults() {
    assertThat(
            faults(
                """
                connectors: {f: {type: fax, number: "", user: [ann]}, g: {type: fex}}
                runners: {o: {type: oracle, tries: 10, patience: 2h, max-turn: 3}}
                """))
        .containsExactlyInAnyOrder(
            "connectors.f.pin: found nothing, expected text that is not empty",
            "connectors.f.number: found empty text, expected text that is not empty",
            "connectors.f.user: found an unknown key, expected one of type, number, pin, users;"
                + " did you mean `users`?",
            "connectors.g.type: found \"fex\", expected one of websocket, telegram, discord, fax;"
                + " did you mean `fax`?",
            "runners.o.tries: found 10, expected a whole number from 1 to 9",
            "runners.o.patience: found \"2h\", expected a length of time such as 90s,"
                + " from 1s to 1h",
            "runners.o.max-turn: found an unknown key, expected one of type, mood, token, tries,"
                + " loud, patience, scale, nick, names, max-turns, turn-timeout; did you mean `max-turns`?");
  }

  @Test
  @DisplayName("may ask for more than a built-in one ever does")
  void more() {
    assertThat(faults(BLOCKS.replace("tries: 4", "nick: abcd")))
        .singleElement()
        .asString()
        .startsWith("runners.o.nick: found \"abcd\", expected a value that fits its schema: ");
    assertThat(faults(BLOCKS.replace("tries: 4", "names: {a: 1, b: 2}")))
        .singleElement()
        .asString()
        .startsWith("runners.o.names: found ");
    assertThat(faults(BLOCKS.replace("tries: 4", "nick: abc, names: {a: 1}"))).isEmpty();
  }

  @Test
  @DisplayName("are its own: without it there is no such type")
  void without() {
    assertThat(Yaml.faults(BLOCKS))
        .anyMatch(fault -> fault.startsWith("connectors.f.type: found \"fax\", expected one of"));
  }
}
