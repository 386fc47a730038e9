package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A configuration that changes")
class ConfigurationCommandsTest {

  private static final String ACTIONS =
      """
      "plan":[{"verb":"redeploy","kind":"runner","id":"coder","details":["timeout: 60s → 120s"]},\
      {"verb":"leave","kind":"connector","id":"web","details":[]}],\
      "text":["redeploy runner coder: timeout: 60s → 120s","leave connector web"]""";

  @TempDir Path directory;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("is planned by the gateway that runs, which gets the text of the file")
  void plans() throws IOException {
    String yaml = "runners: {coder: {type: demo}}\n";
    Path file = Files.writeString(directory.resolve("new.yaml"), yaml);
    gateway.on("POST /api/plan", 200, "{" + ACTIONS + "}");
    Console.Result result = console().run("plan", "-c", file.toString());
    assertThat(result.out())
        .isEqualTo("redeploy runner coder: timeout: 60s → 120s\nleave connector web\n");
    assertThat(gateway.asked()).containsExactly("POST /api/plan  " + yaml.strip());
  }

  @Test
  @DisplayName("is planned at the gateway of the configuration in force, not of the new file")
  void plansInForce() throws IOException {
    Path inForce = directory.resolve("old.yaml");
    Files.writeString(inForce, "http: {port: " + gateway.port() + "}\nadmin: {token: t}\n");
    Path file = Files.writeString(directory.resolve("new.yaml"), "http: {port: 1}\n");
    gateway.on("POST /api/plan", 200, "{" + ACTIONS + "}");
    Console console = new Console(directory).with("HOLDFAST_CONFIG", inForce.toString());
    assertThat(console.run("plan", "-c", file.toString()).code()).isZero();
    assertThat(gateway.asked()).containsExactly("POST /api/plan Bearer t http: {port: 1}");
  }

  @Test
  @DisplayName("that is not valid is told with all its faults, and 78")
  void invalid() {
    gateway.on(
        "POST /api/reload",
        422,
        """
        {"title":"Invalid configuration","detail":"2 faults","code":"invalid-configuration",\
        "faults":[{"path":"http.prot","found":"an unknown key","expected":"one of host, port",\
        "suggestion":"did you mean `port`?"},\
        {"path":"watch","found":"7","expected":"true or false","suggestion":""}]}""");
    Console.Result result = console().run("reload");
    assertThat(result.err())
        .isEqualTo(
            """
            holdfast: Invalid configuration: 2 faults
            http.prot: found an unknown key, expected one of host, port; did you mean `port`?
            watch: found 7, expected true or false
            """);
    assertThat(result.code()).isEqualTo(78);
  }

  @Test
  @DisplayName("is applied, and what could not be done ends with 1")
  void reloads() {
    gateway.on("POST /api/reload", 200, "{\"ok\":true," + ACTIONS + ",\"failures\":[]}");
    gateway.on(
        "POST /api/reload", 200, "{\"ok\":false," + ACTIONS + ",\"failures\":[\"coder: no\"]}");
    assertThat(console().run("reload").code()).isZero();
    Console.Result half = console().run("reload");
    assertThat(half.out()).endsWith("leave connector web\nfailed: coder: no\n");
    assertThat(half.code()).isEqualTo(1);
  }

  @Test
  @DisplayName("S39: is applied after the turn that asks for it")
  void reloadsAfterTurn() {
    gateway.on("POST /api/reload", 202, "{\"ok\":true," + ACTIONS + ",\"failures\":[]}");
    Console.Result result = console().with("HOLDFAST_TURN", "t-1").run("reload");
    assertThat(result.out())
        .endsWith("leave connector web\nreload begins when turn t-1 has ended\n");
    assertThat(result.code()).isZero();
    assertThat(gateway.asked()).containsExactly("POST /api/reload  {\"turn\":\"t-1\"}");
  }

  private Console console() {
    return new Console(directory).with("HOLDFAST_URL", gateway.url());
  }
}
