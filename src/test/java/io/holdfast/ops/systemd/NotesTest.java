package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The notes about the unit")
class NotesTest {

  @TempDir Path directory;

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "7 u.service restart running | true",
        "7 u.service stop running    | false",
        "7 v.service restart waiting | false",
        "No jobs running.            | false",
        "''                          | false",
      })
  @DisplayName("know a restart by its job:")
  void jobs(String jobs, boolean restart) throws IOException {
    Files.writeString(directory.resolve("u.jobs"), "1 a.service start waiting\n" + jobs + "\n");
    assertThat(notes().restarting()).isEqualTo(restart);
  }

  @Test
  @DisplayName("know nothing where nothing was written down, as when somebody sends a SIGTERM")
  void nothing() {
    assertThat(notes().restarting()).isFalse();
    assertThat(notes().properties()).isEmpty();
  }

  @Test
  @DisplayName("have the unit's properties")
  void properties() throws IOException {
    Files.writeString(directory.resolve("u.unit"), "LoadState=loaded\n");
    assertThat(notes().properties()).contains("LoadState=loaded\n");
  }

  private Notes notes() {
    return new Notes("u.service", Optional.of(directory.resolve("u").toString()));
  }
}
