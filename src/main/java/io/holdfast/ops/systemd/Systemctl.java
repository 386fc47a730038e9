package io.holdfast.ops.systemd;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks systemd through its own command: what it tells a service in the environment has neither the
 * stop's timeout nor why it stops it. Blocks, so never on an event loop.
 */
final class Systemctl {

  private static final Logger LOG = LoggerFactory.getLogger(Systemctl.class);

  private Systemctl() {}

  /**
   * What it prints, at most a pipe's buffer; empty when it fails, is not there, or takes longer
   * than {@code bound}.
   */
  static Optional<String> ask(Duration bound, String... arguments) {
    List<String> command = new ArrayList<>(List.of("systemctl", "--no-pager"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectError(Redirect.DISCARD);
    // It would notify in our name.
    builder.environment().remove("NOTIFY_SOCKET");
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("SYSTEMD_COLORS", "0");
    try {
      return answer(builder.start(), bound);
    } catch (IOException e) {
      LOG.debug("systemctl={} cause={}", arguments[0], e.toString());
      return Optional.empty();
    }
  }

  private static Optional<String> answer(Process systemctl, Duration bound) throws IOException {
    try {
      if (systemctl.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)
          && systemctl.exitValue() == 0) {
        return Optional.of(
            new String(systemctl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      systemctl.destroyForcibly();
    }
    return Optional.empty();
  }
}
