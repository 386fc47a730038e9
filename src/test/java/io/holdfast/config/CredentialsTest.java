package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A secret of the unit")
class CredentialsTest {

  @TempDir Path directory;

  private Path given;
  private Path made;
  private Credentials credentials;

  @BeforeEach
  void files() throws IOException {
    given = directory.resolve("given");
    made = Files.createDirectory(directory.resolve("made"));
    Files.writeString(made.resolve("admin-token"), "t");
    Files.writeString(made.resolve("web"), "w");
    credentials = new Credentials(given, made);
  }

  @Test
  @DisplayName("is read from where it is made while the service does not run")
  void stopped() {
    assertThat(credentials.source(given.resolve("admin-token")))
        .isEqualTo(made.resolve("admin-token"));
    assertThat(credentials.source(given.resolve("secret_web"))).isEqualTo(made.resolve("web"));
    assertThat(credentials.source(given.resolve("secret_none")))
        .isEqualTo(given.resolve("secret_none"));
    assertThat(credentials.origin(given.resolve("secret_none"))).hasValue(made.resolve("none"));
  }

  @Test
  @DisplayName("is what the service was given while it runs, whatever has changed since")
  void running() throws IOException {
    Files.createDirectory(given);
    assertThat(credentials.source(given.resolve("secret_web")))
        .isEqualTo(given.resolve("secret_web"));
  }

  @Test
  @DisplayName("is no other file")
  void others() {
    assertThat(credentials.source(made.resolve("secret_web")))
        .isEqualTo(made.resolve("secret_web"));
    assertThat(credentials.origin(given.resolve("deeper/secret_web"))).isEmpty();
  }
}
