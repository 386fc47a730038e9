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

@DisplayName("The way to the gateway")
class WayInTest {

  private static final String STATUS = "GET /api/status";

  @TempDir Path directory;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.on(STATUS, 200, "{\"node\":\"n\"}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("is what the configuration says, whatever is wrong elsewhere in it")
  void byConfiguration() throws IOException {
    String file =
        file(
            """
            http: {host: 0.0.0.0, port: PORT}
            admin: {token: s3cret}
            runners: {gpt: {type: openai, api-key: "${file:/nowhere}"}}
            """);
    assertThat(console().run("status", "-c", file).code()).isZero();
    assertThat(gateway.asked()).containsExactly(STATUS + " Bearer s3cret");
  }

  @Test
  @DisplayName("is the option's before the variable's before the configuration's")
  void order() throws IOException {
    String file = file("http: {port: 1}\nadmin: {token: a}");
    Path token = Files.writeString(directory.resolve("token"), "c\n");
    Console console = console().with("HOLDFAST_URL", gateway.url());
    console.with("HOLDFAST_ADMIN_TOKEN", "b").run("status", "-c", file);
    console.run("status", "-c", file, "--token-file", token.toString());
    console.with("HOLDFAST_URL", "http://127.0.0.1:1");
    console.run("status", "-c", file, "--url", gateway.url() + "/");
    assertThat(gateway.asked())
        .containsExactly(STATUS + " Bearer b", STATUS + " Bearer c", STATUS + " Bearer b");
  }

  @Test
  @DisplayName("does not take the configuration's token to another address")
  void keepsTheToken() throws IOException {
    gateway.on("GET /api/leases", 401, "{\"title\":\"Unauthorized\",\"detail\":\"no token\"}");
    String file = file("http: {port: 1}\nadmin: {token: s3cret}");
    Console.Result result = console().run("leases", "-c", file, "--url", gateway.url());
    assertThat(gateway.asked()).containsExactly("GET /api/leases");
    assertThat(result.err())
        .contains("set $HOLDFAST_ADMIN_TOKEN or give --token-file", "for another address");
  }

  @Test
  @DisplayName("is not guessed where the token's reference leads nowhere")
  void namesTheReference() throws IOException {
    String file = file("http: {port: PORT}\nadmin: {token: \"${env:NO_SUCH}\"}");
    Console.Result result = console().run("status", "-c", file);
    assertThat(result.err())
        .contains("admin.token: found ${env:NO_SUCH}, which is not set")
        .contains("set $HOLDFAST_ADMIN_TOKEN")
        .hasLineCount(1);
    assertThat(result.code()).isEqualTo(1);
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  @DisplayName("needs no token where this machine needs none")
  void loopback() throws IOException {
    String admin = "admin: {token: \"${env:NO_SUCH}\", loopback-without-token: true}";
    assertThat(console().run("status", "-c", file("http: {port: PORT}\n" + admin)).code()).isZero();
    assertThat(gateway.asked()).containsExactly(STATUS);
  }

  @Test
  @DisplayName("that leads nowhere is told in one line, and 1")
  void nothingThere() {
    gateway.close();
    Console.Result result = console().run("status", "--url", gateway.url());
    assertThat(result.err())
        .isEqualTo(
            "holdfast: is the gateway running? nothing answers at "
                + gateway.url()
                + " (connection refused)\n");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  @DisplayName("that is refused is told with title, detail and what to set")
  void refused() throws IOException {
    gateway.on("GET /api/leases", 403, "{\"title\":\"Forbidden\",\"detail\":\"no token is set\"}");
    Console.Result result = console().run("leases", "-c", file("http: {port: PORT}"));
    assertThat(result.err())
        .isEqualTo(
            "holdfast: Forbidden: no token is set; set $HOLDFAST_ADMIN_TOKEN or give"
                + " --token-file\n");
  }

  @Test
  @DisplayName("that leads to something else, or to an administration that is off, is told")
  void somethingElse() {
    Console.Result result = console().run("sessions", "--url", gateway.url());
    assertThat(result.err()).contains("said 404", "is it a Holdfast").hasLineCount(1);
  }

  @Test
  @DisplayName("that is no URL is told before anything is asked")
  void noUrl() {
    Console.Result result = console().run("status", "--url", "localhost:8080");
    assertThat(result.err())
        .startsWith("holdfast: --url: found \"localhost:8080\", expected a URL");
  }

  private String file(String yaml) throws IOException {
    String content = yaml.replace("PORT", Integer.toString(gateway.port()));
    return Files.writeString(directory.resolve("holdfast.yaml"), content).toString();
  }

  private Console console() {
    return new Console(directory);
  }
}
