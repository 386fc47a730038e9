package io.holdfast.ops.systemd;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What can be said to systemd, each a datagram of {@code sd_notify(3)}. Nothing of it blocks, and
 * nothing fails: what cannot be sent is lost. Safe from any thread.
 */
@FunctionalInterface
interface Notifier {

  /** Sends assignments, one a line. */
  void send(String state);

  /** It is worth sending messages; also the end of a reload. */
  default void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  /** One line for {@code systemctl status}. */
  default void status(String text) {
    send("STATUS=" + text);
  }

  /**
   * A reload begins.
   *
   * @param nanos {@link System#nanoTime()}, which on Linux is the clock that systemd wants here,
   *     CLOCK_MONOTONIC (HotSpot: {@code os::javaTimeNanos} in os_posix.cpp)
   */
  default void reloading(long nanos) {
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  /** A stop has begun, whoever asked for it. */
  default void stopping(String status, Duration extension) {
    send("STOPPING=1\nSTATUS=" + status + "\n" + extend(extension));
  }

  /** A stop goes on; systemd waits until this runs out, even where its own timeout has passed. */
  default void stillStopping(String status, Duration extension) {
    send("STATUS=" + status + "\n" + extend(extension));
  }

  /** This process is alive. */
  default void alive() {
    send("WATCHDOG=1");
  }

  private static String extend(Duration extension) {
    return "EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(extension.toMillis());
  }
}
