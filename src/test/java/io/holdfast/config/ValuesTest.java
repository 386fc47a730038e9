package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A value")
class ValuesTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "12345,12345",
        "'12345',12345",
        "0123,0123",
        "1_000,1_000",
        "3.10,3.10",
        "0x1F,0x1F",
        "1:30,1:30",
        "true,true",
        "on,on",
        "yes,yes",
        "-7,-7",
        "1e3,1e3",
        "2026-01-02,2026-01-02",
      })
  @DisplayName("that is text keeps the very characters of the file, quoted or not:")
  void textAsWritten(String written, String text) {
    assertThat(token("connectors: {web: {type: websocket, token: " + written + "}}", Map.of()))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"8081", "'8081'", "\"8081\"", "\"${env:PORT}\""})
  @DisplayName("that is a number may be quoted or come from a reference")
  void quotedNumber(String written) {
    Loaded loaded = Yaml.load("http: {port: " + written + "}", Map.of("PORT", "8081"));
    assertThat(loaded.config().http().port()).isEqualTo(8081);
  }

  @Test
  @DisplayName("may be put together from variables and files, whose surrounding space is cut off")
  void references() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "\n s3cret \n");
    String yaml =
        "connectors: {web: {type: websocket, token: \"${env:A}-${file:%s}-$${env:A}\"}}"
            .formatted(key);
    assertThat(token(yaml, Map.of("A", "a"))).isEqualTo("a-s3cret-${env:A}");
  }

  @Test
  @DisplayName("is not looked at for references again after one was followed")
  void followedOnce() {
    String yaml = "connectors: {web: {type: websocket, token: '${env:A}'}}";
    assertThat(token(yaml, Map.of("A", "${env:B}"))).isEqualTo("${env:B}");
  }

  @Test
  @DisplayName("whose reference leads nowhere is a fault with its path, all of them at once")
  void brokenReferences() throws IOException {
    Path large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
    String yaml =
        """
        admin: {token: "${env:TOKE}"}
        connectors:
          web: {type: websocket, token: "${file:%1$s/nope}", origins: ["${file:%1$s}", "${TOKEN}"]}
        runners:
          tool: {type: command, command: ["${evn:TOKEN}", "${file:%2$s}", "a${"]}
        """
            .formatted(directory, large);
    assertThat(Yaml.faults(yaml, Map.of("TOKEN", "hunter2")))
        .containsExactlyInAnyOrder(
            "admin.token: found ${env:TOKE}, which is not set, expected a variable that is set; did"
                + " you mean `TOKEN`?",
            "connectors.web.token: found ${file:"
                + directory
                + "/nope}, which does not exist,"
                + " expected a readable file of at most 64 KiB of UTF-8 text",
            "connectors.web.origins[0]: found ${file:"
                + directory
                + "}, which is no file, expected"
                + " a readable file of at most 64 KiB of UTF-8 text",
            "connectors.web.origins[1]: found ${…}, expected ${env:NAME} or ${file:/path}; did you"
                + " mean `${env:TOKEN}`?",
            "runners.tool.command[0]: found ${evn:…}, expected ${env:NAME} or ${file:/path}; did you"
                + " mean `env`?",
            "runners.tool.command[1]: found ${file:"
                + large
                + "}, which is too large, expected a"
                + " readable file of at most 64 KiB of UTF-8 text",
            "runners.tool.command[2]: found ${ without }, expected ${env:NAME} or ${file:/path};"
                + " write $${ for a literal ${");
  }

  @Test
  @DisplayName("that a reference gave is not shown when it does not fit")
  void resolvedIsHidden() {
    assertThat(Yaml.faults("http: {port: \"${env:PORT}\"}", Map.of("PORT", "hunter2")))
        .containsExactly(
            "http.port: found what ${env:PORT} gave (not shown), expected a whole number from 0 to"
                + " 65535");
    assertThat(Yaml.faults("routes: [{runner: \"${env:R}\"}]", Map.of("R", "hunter2")))
        .containsExactly(
            "routes[0].runner: found what ${env:R} gave (not shown), expected a runner of this file:"
                + " demo");
  }

  @Test
  @DisplayName("that is an empty variable does not count as a token")
  void emptyToken() {
    String yaml = "connectors: {web: {type: websocket, token: '${env:T}'}}";
    assertThat(Yaml.faults(yaml, Map.of("T", "")))
        .containsExactly(
            "connectors.web.token: found what ${env:T} gave (not shown), expected text that is not"
                + " empty");
  }

  @Test
  @DisplayName("of a program's environment may be a number or true")
  void environment() {
    String yaml = "runners: {t: {type: command, command: [x, 1], env: {PORT: 80, DEBUG: true}}}";
    Settings tool = Yaml.load(yaml).runners().get(0).settings();
    assertThat(tool.map("env")).isEqualTo(Map.of("PORT", "80", "DEBUG", "true"));
    assertThat(tool.texts("command")).isEqualTo(List.of("x", "1"));
  }

  private static String token(String yaml, Map<String, String> environment) {
    return Yaml.load(yaml, environment).config().connectors().get(0).settings().text("token");
  }
}
