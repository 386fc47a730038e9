package io.holdfast.lab.world;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.holdfast.lab.Scratch;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Many worlds at once in this JVM, in silence: most of a world's time is waiting. Ends with its
 * threads and files.
 */
final class Arena implements AutoCloseable {

  /**
   * A run to be done.
   *
   * @param seed for what is random in it
   */
  record Job(Plan plan, long seed) {}

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
  private final World.Shared shared =
      new World.Shared(vertx, vertx.createWebSocketClient(new WebSocketClientOptions()));
  private final Path base;
  private final AtomicInteger runs = new AtomicInteger();
  private final Map<Logger, Level> levels = new LinkedHashMap<>();
  private final Optional<UncaughtExceptionHandler> uncaught =
      Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler());

  Arena() {
    this.base = Scratch.inMemory();
    hush();
    // Threads of the dead find their event loops gone.
    Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {});
  }

  private void hush() {
    for (Logger logger : ((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.OFF);
      }
    }
  }

  /** The threads of lives that have not ended with them, by what they are called. */
  static List<String> leaked() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("holdfast-") || name.startsWith("lab-"))
        .toList();
  }

  /** Does these jobs, see below. */
  void run(int slots, List<Job> jobs, Consumer<Result> done) throws InterruptedException {
    Queue<Job> queue = new ArrayDeque<>(jobs);
    run(slots, () -> Optional.ofNullable(queue.poll()), done);
  }

  /**
   * Does the jobs that come, until none comes; {@code done} gets each result, one at a time.
   *
   * @param slots how many worlds there are at once
   */
  void run(int slots, Supplier<Optional<Job>> jobs, Consumer<Result> done)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      Thread thread = new Thread(() -> work(jobs, done), "lab-world-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work(Supplier<Optional<Job>> jobs, Consumer<Result> done) {
    Optional<Job> job = next(jobs);
    while (job.isPresent()) {
      Result result = runOrTell(job.get());
      synchronized (this) {
        done.accept(result);
      }
      job = next(jobs);
    }
  }

  private synchronized Optional<Job> next(Supplier<Optional<Job>> jobs) {
    return jobs.get();
  }

  /** What breaks the lab must not end it with fewer runs and no word. */
  private Result runOrTell(Job job) {
    try {
      return run(job);
    } catch (RuntimeException | Error e) {
      return Result.broken(job.plan(), job.seed(), "lab: the run broke: " + e);
    }
  }

  private Result run(Job job) {
    Path directory = base.resolve("run-" + runs.incrementAndGet());
    Scenario scenario = Scenarios.named(job.plan().scenario());
    try {
      Files.createDirectories(directory);
      return new World(shared, scenario, job.plan(), job.seed(), directory).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Scratch.delete(directory);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
    levels.forEach(Logger::setLevel);
    Thread.setDefaultUncaughtExceptionHandler(uncaught.orElse(null));
    Scratch.delete(base);
  }
}
