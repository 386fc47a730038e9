package io.holdfast.ops.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The notify socket")
class NotifySocketTest {

  @TempDir Path directory;

  @BeforeEach
  void needsEpoll() {
    assumeTrue(NotifySocket.possible(), "no epoll on this platform");
  }

  @Test
  @DisplayName("carries what is said to a path, in order")
  void path() {
    String path = directory.resolve("notify").toString();
    try (Receiver systemd = new Receiver(path);
        NotifySocket socket = new NotifySocket(path)) {
      socket.ready("serving");
      socket.reloading(7_000_999);
      socket.stopping("draining: 1 turn, 2 s left", Duration.ofSeconds(10));
      socket.alive();
      await()
          .untilAsserted(
              () ->
                  assertThat(systemd.received())
                      .containsExactly(
                          "READY=1\nSTATUS=serving",
                          "RELOADING=1\nMONOTONIC_USEC=7000",
                          "STOPPING=1\nSTATUS=draining: 1 turn, 2 s left\n"
                              + "EXTEND_TIMEOUT_USEC=10000000",
                          "WATCHDOG=1"));
    }
  }

  @Test
  @DisplayName("carries it to an abstract name, which is spelled with an @")
  void abstractName() {
    String name = "holdfast-" + UUID.randomUUID();
    try (Receiver systemd = new Receiver('\0' + name);
        NotifySocket socket = new NotifySocket("@" + name)) {
      socket.status("serving");
      await().untilAsserted(() -> assertThat(systemd.received()).containsExactly("STATUS=serving"));
    }
  }

  @Test
  @DisplayName("finds the other end again after that was replaced")
  void replaced() throws Exception {
    Path path = directory.resolve("notify");
    try (NotifySocket socket = new NotifySocket(path.toString())) {
      try (Receiver systemd = new Receiver(path.toString())) {
        socket.status("one");
        await().until(() -> systemd.received().size() == 1);
      }
      Files.deleteIfExists(path);
      socket.status("lost");
      try (Receiver systemd = new Receiver(path.toString())) {
        socket.status("two");
        await().until(() -> systemd.received().contains("STATUS=two"));
      }
    }
  }

  @Test
  @DisplayName("does nothing where nobody listens")
  void nobody() {
    try (NotifySocket socket = new NotifySocket(directory.resolve("none").toString())) {
      assertThatCode(() -> socket.status("serving")).doesNotThrowAnyException();
    }
  }

  @Test
  @DisplayName("does its periodic tasks on, whatever one of them throws")
  void tasks() {
    AtomicInteger runs = new AtomicInteger();
    try (NotifySocket socket = new NotifySocket(directory.resolve("none").toString())) {
      socket.every(
          Duration.ofMillis(5),
          () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("deliberately");
          });
      await().until(() -> runs.get() >= 3);
    }
  }
}
