package io.holdfast.runner.command;

import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Reason;
import io.holdfast.model.SessionKey;
import io.holdfast.process.Environment;
import io.holdfast.process.Kin;
import io.holdfast.process.Launch;
import io.holdfast.process.Stderr;
import io.holdfast.process.Tag;
import io.holdfast.process.Wrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program. {@link #perform} blocks its thread from the start of the program to the end
 * of everything that it started; that thread must live as long, since its end would be the
 * program's (see {@link Wrapper}).
 */
final class Job {

  private static final Logger LOG = LoggerFactory.getLogger(Job.class);

  /** When all are gone, only a process out of our reach can still hold a pipe open. */
  private static final int DRAIN_MILLIS = 2_000;

  private final CommandSettings settings;
  private final Claimed turn;
  private final Tag tag;
  private final Stdout stdout;
  private final Stderr stderr;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean cancelled;

  /**
   * @param live gets the output as it comes, on a thread of the job
   */
  Job(CommandSettings settings, Claimed turn, Consumer<String> live) {
    this.settings = settings;
    this.turn = turn;
    this.tag = Tag.of(turn.attempt());
    this.stdout = new Stdout(settings.outputLimit(), live, over::countDown);
    this.stderr = new Stderr(id());
  }

  /** Makes {@link #perform} end the program and everything it started. For any thread. */
  void cancel() {
    cancelled = true;
    over.countDown();
  }

  /**
   * Runs the program.
   *
   * @param input what it can read
   * @throws Cancelled when it was cancelled; nothing runs any more then
   */
  Run perform(String input) throws InterruptedException {
    if (cancelled) {
      throw new Cancelled("cancelled before the program began");
    }
    Launch launch = new Launch(settings.command(), settings.directory(), environment());
    Optional<String> obstacle = launch.obstacle();
    if (obstacle.isPresent()) {
      return Run.failed(obstacle.get());
    }
    try {
      return attend(launch.start(), input);
    } catch (IOException e) {
      LOG.error("program cannot be started {}", id(), e);
      return Run.failed("The program " + settings.program() + " could not be started.");
    }
  }

  private Map<String, String> environment() {
    Map<String, String> told = new HashMap<>(tag.variables());
    told.put("HOLDFAST_SESSION", SessionKey.of(turn.address()).text());
    told.put("HOLDFAST_RESUMED", turn.resumption().map(Reason::wire).orElse(""));
    return Environment.of(System.getenv(), settings.env(), told);
  }

  private Run attend(Process process, String input) throws InterruptedException {
    LOG.info("program started {} pid={}", id(), process.pid());
    Thread out = thread("stdout", () -> stdout.drain(process.getInputStream()));
    Thread err = thread("stderr", () -> stderr.drain(process.getErrorStream()));
    thread("stdin", () -> feed(process.getOutputStream(), input));
    var exit = process.onExit().thenRun(over::countDown);
    over.await();
    exit.cancel(false);
    Kin.of(process, tag).end(settings.grace());
    out.join(DRAIN_MILLIS);
    err.join(DRAIN_MILLIS);
    return result(process);
  }

  private Run result(Process process) throws InterruptedException {
    if (cancelled) {
      LOG.info("program cancelled {}", id());
      throw new Cancelled("cancelled while the program ran");
    }
    if (stdout.overflown()) {
      return Run.failed(
          "The program wrote more than " + settings.outputLimit() + " bytes and was stopped.");
    }
    Run run = Run.exited(process.waitFor(), stdout.text(), stderr.tail());
    LOG.info("program ended {} exit={} chars={}", id(), run.exit(), run.out().length());
    return run;
  }

  private Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, "holdfast-command-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void feed(OutputStream stdin, String input) {
    try (stdin) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("a program did not read all of its input", e);
    }
  }

  private String id() {
    return "turn=" + turn.attempt().turn() + " attempt=" + turn.attempt().number();
  }
}
