package io.holdfast.runner.acp;

import io.holdfast.handover.Inlet;
import io.holdfast.process.ExitCode;
import io.holdfast.process.Kin;
import io.holdfast.process.Launch;
import io.holdfast.process.Stderr;
import io.holdfast.process.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of an agent, with four threads: one for each of its pipes, and a keeper that lives as
 * long as it does, since the thread that started it must (see {@link io.holdfast.process.Wrapper}).
 */
final class AgentProcess {

  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);

  /** The longest message, in bytes: a file or a picture may be in it. */
  private static final int LONGEST_LINE = 32 << 20;

  /** Messages that it has sent and that nobody has looked at yet; beyond these it has to wait. */
  private static final int UNREAD = 256;

  /** Messages for it that it has not read; one more and it is taken for stuck. */
  private static final int UNSENT = 1024;

  /** Some agents end at the end of their input, which is the cleanest; some never do. */
  private static final Duration AFTER_EOF = Duration.ofMillis(1_500);

  private static final int DRAIN_MILLIS = 2_000;

  /** Who is told; always through the executor. */
  interface Listener {

    /** It has sent a line. */
    void line(String line);

    /**
     * Nothing that it started runs any more, or it could not be started.
     *
     * @param obstacle why it could not be started, as a sentence; empty if it was
     * @param exit its exit code, or {@link ExitCode#NONE}
     * @param said the end of its standard error, in one line
     */
    void ended(String obstacle, int exit, String said);
  }

  private final Launch launch;
  private final Tag tag;
  private final Duration grace;
  private final String id;
  private final Executor loop;
  private final Listener listener;
  private final Stderr stderr;
  private final Semaphore unread = new Semaphore(UNREAD);
  private final Inlet<String> unsent = new Inlet<>(UNSENT);
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param grace how long it may take to end after SIGTERM
   * @param id whose it is, for the log
   * @param loop where the listener is called, one call after the other
   */
  AgentProcess(
      Launch launch, Tag tag, Duration grace, String id, Executor loop, Listener listener) {
    this.launch = launch;
    this.tag = tag;
    this.grace = grace;
    this.id = id;
    this.loop = loop;
    this.listener = listener;
    this.stderr = new Stderr(id);
  }

  /** Starts it; what comes of that the listener is told. */
  void start() {
    thread("keeper", this::keep);
  }

  /** Sends a message. For any thread; never blocks. */
  void send(String line) {
    if (!unsent.offer(line)) {
      LOG.warn("agent does not read what it is sent {}", id);
      stop();
    }
  }

  /** Ends it: the end of its input, then SIGTERM, then SIGKILL, to all that it started. */
  void stop() {
    over.countDown();
  }

  private void keep() {
    try {
      Kin.orphans().end(grace);
      Optional<String> obstacle = launch.obstacle();
      if (obstacle.isPresent()) {
        tell(obstacle.get(), ExitCode.NONE);
      } else {
        attend(launch.start());
      }
    } catch (IOException e) {
      LOG.error("agent cannot be started {}", id, e);
      tell(
          "The program " + Launch.name(launch.command()) + " could not be started.", ExitCode.NONE);
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("agent is not attended to any more {}", id, e);
      tell("The agent could not be attended to.", ExitCode.NONE);
    }
  }

  private void attend(Process process) throws InterruptedException {
    LOG.info("agent started {} pid={}", id, process.pid());
    Lines lines = new Lines(LONGEST_LINE, this::line, this::tooLong);
    Thread out = thread("stdout", () -> lines.drain(process.getInputStream()));
    Thread err = thread("stderr", () -> stderr.drain(process.getErrorStream()));
    Thread in = thread("stdin", () -> feed(process.getOutputStream()));
    var exit = process.onExit().thenRun(over::countDown);
    over.await();
    exit.cancel(false);
    unsent.wake();
    process.waitFor(AFTER_EOF.toMillis(), TimeUnit.MILLISECONDS);
    Kin.of(process, tag).end(grace);
    unread.release(UNREAD);
    out.join(DRAIN_MILLIS);
    err.join(DRAIN_MILLIS);
    in.join(DRAIN_MILLIS);
    int code = ExitCode.of(process);
    LOG.info("agent ended {} pid={} exit={}", id, process.pid(), code);
    tell("", code);
  }

  private void tell(String obstacle, int exit) {
    String said = stderr.tail();
    loop.execute(() -> listener.ended(obstacle, exit, said));
  }

  /** On the thread of its standard output, which waits here while nobody keeps up with it. */
  private void line(String line) {
    unread.acquireUninterruptibly();
    loop.execute(
        () -> {
          unread.release();
          listener.line(line);
        });
  }

  private void tooLong() {
    LOG.warn("agent sent a message of more than {} bytes {}", LONGEST_LINE, id);
    stop();
  }

  /** Line by line, since what waits is dropped when it is to end. */
  private void feed(OutputStream stdin) {
    try (stdin) {
      for (var lines = unsent.take(1); over.getCount() > 0; lines = unsent.take(1)) {
        for (String line : lines) {
          stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        stdin.flush();
      }
    } catch (IOException e) {
      LOG.debug("an agent does not read any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, "holdfast-acp-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
