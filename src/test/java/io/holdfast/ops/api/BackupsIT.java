package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.ops.api.ApiRig.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A backup")
class BackupsIT {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private Path scratch;
  private ApiRig rig;

  @BeforeEach
  void start() throws IOException {
    scratch = folder.resolve("scratch");
    Files.createDirectories(scratch.resolve("backup-old"));
    Files.writeString(scratch.resolve("backup-old").resolve("holdfast.db"), "left behind");
    Files.writeString(scratch.resolve("other"), "not ours");
    rig = new ApiRig(scratch, 1);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Stream<String> left() throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  @Test
  @DisplayName("comes whole, and leaves nothing behind")
  void whole() throws IOException {
    rig.store.backupSize = 9 * MIB;
    Reply reply = rig.get("/api/backup");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.type()).isEqualTo("application/vnd.sqlite3");
    assertThat(reply.headers().get("content-disposition"))
        .isEqualTo("attachment; filename=\"holdfast-20260921-141320.db\"");
    assertThat(reply.body().length()).isEqualTo(9 * MIB);
    assertThat(rig.store.backedUp).startsWithRaw(scratch).doesNotExist();
    assertThat(rig.store.backedUp.getParent()).doesNotExist();
  }

  @Test
  @DisplayName("that a killed process left behind is deleted, and nothing else")
  void tidy() {
    await().untilAsserted(() -> assertThat(left()).containsExactly("other"));
  }

  @Test
  @DisplayName("that the store cannot make leaves nothing behind")
  void failed() {
    rig.store.ready = false;
    assertThat(rig.get("/api/backup").status()).isEqualTo(503);
    await().untilAsserted(() -> assertThat(left()).containsExactly("other"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("whose client goes away leaves nothing behind, and nothing open")
  void goneAway() throws IOException {
    rig.store.backupSize = 64 * MIB;
    try (Socket socket = new Socket("127.0.0.1", rig.port)) {
      String request =
          "GET /api/backup HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.formatted(ApiRig.TOKEN).getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      assertThat(open()).isEqualTo(1);
    }
    await().untilAsserted(() -> assertThat(open()).isZero());
    await().untilAsserted(() -> assertThat(left()).containsExactly("other"));
  }

  /** How many files of the scratch directory this process has open, deleted ones too. */
  private long open() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(this::inScratch).count();
    }
  }

  private boolean inScratch(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(scratch.toRealPath());
    } catch (IOException e) {
      // It was closed meanwhile.
      return false;
    }
  }
}
