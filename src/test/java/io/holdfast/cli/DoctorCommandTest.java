package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The doctor's visit")
class DoctorCommandTest {

  @TempDir Path directory;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
    gateway.on("GET /health/live", 200, "{\"live\":true}");
    gateway.on("GET /api/status", 200, "{\"node\":\"n-1\"}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("warns of turns that wait for a runner which the gateway's configuration lacks")
  void unserved() throws IOException {
    gateway.close();
    gateway = FakeGateway.start();
    gateway.on("GET /health/live", 200, "{\"live\":true}");
    gateway.on("GET /health/ready", 200, "{\"ready\":true}");
    gateway.on("GET /api/status", 200, "{\"node\":\"n-1\",\"unserved\":{\"old\":2,\"older\":1}}");
    Console.Result result = new Console(directory).run("doctor", "-c", file(""));
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .anyMatch(
            line -> line.startsWith("warn  gateway ") && line.contains("2 for old, 1 for older"))
        .anyMatch(line -> line.contains("put the runner back"));
  }

  @Test
  @DisplayName("is a line for each check, in columns")
  void lines() throws IOException {
    gateway.on("GET /health/ready", 200, "{\"ready\":true}");
    String file = file("");
    Console.Result result = new Console(directory).run("doctor", "-c", file);
    assertThat(result.out().replaceAll("\\d+\\.\\d GiB free, \\d+ %", "N GiB free, N %"))
        .startsWith(
            """
            ok    config       FILE: 1 connector, 1 runner
            ok    database     DIR/holdfast.db is not there yet: the first start makes it
            ok    integrity    nothing to look through yet
            ok    owner        no process has the database open
            """
                .replace("FILE", file)
                .replace("DIR", directory.toString()))
        .endsWith(
            """
            ok    runner demo  needs nothing
            ok    gateway      ready at URL, node n-1
            """
                .replace("URL", gateway.url()))
        .contains(
            "\nok    unit         no unit holdfast.service\n",
            "\nok    port         127.0.0.1:" + gateway.port() + " is answered by a Holdfast\n");
    assertThat(result.out().lines()).hasSize(11);
  }

  @Test
  @DisplayName("goes on after what is wrong, and ends with 1")
  void failing() throws IOException {
    gateway.on(
        "GET /health/ready",
        503,
        "{\"ready\":false,\"checks\":{\"store\":false,\"accepting\":true}}");
    Console.Result result = new Console(directory).run("doctor", "-c", file("runers: {}"));
    assertThat(result.out().lines())
        .anyMatch(line -> line.startsWith("fail  config     ") && line.contains("did you mean"))
        .anyMatch(
            line -> line.equals("fail  gateway     it is not ready: store; its log says why"));
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  @DisplayName("is one JSON document with --json")
  void json() throws IOException {
    gateway.on("GET /health/ready", 200, "{\"ready\":true}");
    Console.Result result = new Console(directory).run("doctor", "--json", "-c", file(""));
    JsonObject document = new JsonObject(result.out());
    assertThat(document.getJsonArray("checks")).hasSize(11);
    assertThat(document.getJsonArray("checks").getJsonObject(3))
        .isEqualTo(
            new JsonObject()
                .put("check", "owner")
                .put("result", "ok")
                .put("what", "no process has the database open")
                .put("todo", ""));
  }

  private String file(String more) throws IOException {
    String yaml =
        "http: {port: %d}\nstore: {sqlite: %s/holdfast.db}\n%s"
            .formatted(gateway.port(), directory, more);
    return Files.writeString(directory.resolve("holdfast.yaml"), yaml).toString();
  }
}
