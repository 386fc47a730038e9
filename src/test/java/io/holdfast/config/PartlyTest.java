package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A part of a configuration")
class PartlyTest {

  private static final Vertx VERTX = Vertx.vertx();

  @TempDir Path directory;

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  @DisplayName("is read although the rest is wrong and its secrets cannot be had")
  void despiteTheRest() throws IOException {
    Partly part =
        read(
            """
            http: {port: 4711}
            admin: {token: s3cret}
            connectors: {web: {type: websocket, token: "${file:/nowhere/token}"}}
            runers: {}
            """);
    assertThat(part.faults()).isEmpty();
    assertThat(part.config().http().port()).isEqualTo(4711);
    assertThat(part.config().admin().token()).contains("s3cret");
  }

  @Test
  @DisplayName("S38: is read although the file is cut short, or broken, behind it or before it")
  void despiteTheSyntax() throws IOException {
    Partly part =
        read(
            """
            x: [
            http:
              port: 4711

            runners: {demo: {type
            admin: {token: s3cret}
            routes: [
            """);
    assertThat(part.config().http().port()).isEqualTo(4711);
    assertThat(part.config().admin().token()).contains("s3cret");
    assertThatThrownBy(() -> read("http: {port: 4711\nrunners: {}"))
        .as("where the break is in what is read")
        .isInstanceOf(ConfigFaults.class);
  }

  @Test
  @DisplayName("names the reference that leads nowhere and keeps the keys beside it")
  void namesTheReference() throws IOException {
    Partly part = read("admin: {token: \"${env:NO_SUCH}\", loopback-without-token: true}");
    assertThat(part.fault("admin.token"))
        .hasValueSatisfying(fault -> assertThat(fault.found()).contains("${env:NO_SUCH}"));
    assertThat(part.config().admin().token()).isEmpty();
    assertThat(part.config().admin().loopbackWithoutToken()).isTrue();
  }

  @Test
  @DisplayName("has defaults where its own values are wrong, and says so")
  void wrongInside() throws IOException {
    Partly part = read("http: {port: many, host: 10.0.0.1}\nadmin: 7");
    assertThat(part.faults()).extracting(Fault::path).containsExactly("http.port", "admin");
    assertThat(part.config().http()).isEqualTo(new Config.Http("10.0.0.1", 8080));
    assertThat(part.fault("http")).isPresent();
    assertThat(part.fault("admin.token")).isEmpty();
  }

  @Test
  @DisplayName("is nothing of a file that is not there or not YAML")
  void noFile() {
    assertThatThrownBy(() -> part(directory.resolve("none.yaml")))
        .isInstanceOf(ConfigFaults.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> read("http: {")).isInstanceOf(ConfigFaults.class);
  }

  private Partly read(String yaml) throws IOException {
    return part(Files.writeString(directory.resolve("holdfast.yaml"), yaml));
  }

  private static Partly part(Path file) {
    return ConfigLoader.partly(VERTX, Optional.of(file), Map.of(), Set.of("http", "admin")).await();
  }
}
