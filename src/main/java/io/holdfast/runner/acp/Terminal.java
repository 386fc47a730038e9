package io.holdfast.runner.acp;

import io.holdfast.process.ExitCode;
import io.holdfast.process.Kin;
import io.holdfast.process.Launch;
import io.holdfast.process.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that an agent has had started, with threads of its own. For any thread. */
final class Terminal {

  private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
  private static final int DRAIN_MILLIS = 2_000;

  private final Launch launch;
  private final Tag tag;
  private final Duration grace;
  private final Output output;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param grace how long it may take to end after SIGTERM
   * @param limit how many bytes of its output are kept
   */
  Terminal(Launch launch, Tag tag, Duration grace, int limit) {
    this.launch = launch;
    this.tag = tag;
    this.grace = grace;
    this.output = new Output(limit);
  }

  /**
   * Starts it.
   *
   * @param ended gets the exit code, or {@link ExitCode#NONE}, once nothing that it started runs
   *     any more
   */
  void start(IntConsumer ended) {
    thread("keeper", () -> ended.accept(keep()));
  }

  /** Ends it and all that it started. */
  void kill() {
    over.countDown();
  }

  Output output() {
    return output;
  }

  private int keep() {
    try {
      Process process = launch.start();
      process.getOutputStream().close();
      Thread out = thread("stdout", () -> output.drain(process.getInputStream()));
      Thread err = thread("stderr", () -> output.drain(process.getErrorStream()));
      var exit = process.onExit().thenRun(over::countDown);
      over.await();
      exit.cancel(false);
      Kin.of(process, tag).end(grace);
      out.join(DRAIN_MILLIS);
      err.join(DRAIN_MILLIS);
      return ExitCode.of(process);
    } catch (IOException e) {
      LOG.warn("an agent's command cannot be started", e);
      return ExitCode.NONE;
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("an agent's command is not attended to any more", e);
      return ExitCode.NONE;
    }
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, "holdfast-acp-terminal-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
