package io.holdfast.runner.acp;

import static org.awaitility.Awaitility.await;

import io.holdfast.config.Settings;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Outcome;
import io.holdfast.process.ProcessTable;
import io.holdfast.runner.Backoff;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.holdfast.runner.RunnerType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs turns with an agent that behaves as a real one does. */
final class AcpBench implements AutoCloseable {

  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0.0);

  private final Path directory;
  private @Nullable RunnerBench current;

  AcpBench(Path directory) {
    this.directory = directory;
  }

  JsonObject settings(String style) {
    JsonArray command = new JsonArray();
    FakeAgent.command(style, home()).forEach(command::add);
    JsonObject permissions = new JsonObject();
    List.of("read", "search", "think", "edit", "move").forEach(k -> permissions.put(k, "allow"));
    return JsonObject.of("command", command)
        .put("workspaces", directory.resolve("workspaces").toString())
        .put("files", true)
        .put("terminals", false)
        .put("permissions", permissions)
        .put("ask-timeout", "24h")
        .put("history", 20)
        .put("start-timeout", "60s")
        .put("silence-timeout", "60s")
        .put("grace", "500ms")
        .put("keep", "10m")
        .put("max-turns", 8)
        .put("restarts", 2);
  }

  AcpBench agent(String style) {
    return with(settings(style));
  }

  /** From here on the runner is a new one, as after a restart. */
  AcpBench with(JsonObject settings) {
    close();
    RunnerType type =
        new RunnerType(
            "acp", (v, s) -> new AcpRunner(v, AcpSettings.of(new Settings(settings)), QUICK));
    current = new RunnerBench(type, settings);
    return this;
  }

  Outcome run(FakeTurn turn) {
    return bench().run(turn);
  }

  Outcome run(String text) {
    return bench().run(FakeTurn.of(text));
  }

  Future<Outcome> start(FakeTurn turn) {
    return bench().start(turn);
  }

  void cancel(FakeTurn turn) {
    bench().cancel(turn);
  }

  List<AttemptId> kept() {
    return bench().kept();
  }

  void letGo(FakeTurn turn) {
    bench().letGo(turn);
  }

  Path home() {
    return directory.resolve("agent");
  }

  /** What the agent noted under a name, once it has noted that much. */
  List<String> noted(String name, int count) {
    await().until(() -> noted(name).size() >= count);
    return noted(name);
  }

  List<String> noted(String name) {
    try {
      Path file = home().resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of agents that run, those of ended runners included. */
  List<Long> alive() {
    return noted("pids").stream()
        .map(Long::valueOf)
        .filter(pid -> ProcessTable.of(pid).isPresent())
        .toList();
  }

  /** Waits until none of them runs. If one goes on, the failure tells what it looks like. */
  void ended() {
    try {
      await().until(() -> alive().isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("still run: " + alive().stream().map(AcpBench::state).toList(), e);
    }
  }

  /** A process as the system sees it, and what our threads are at. */
  private static String state(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    String threads =
        Thread.getAllStackTraces().entrySet().stream()
            .filter(entry -> entry.getKey().getName().matches("holdfast-acp-.*|vert.x-eventloop.*"))
            .map(entry -> entry.getKey().getName() + " at " + List.of(entry.getValue()))
            .collect(Collectors.joining("\n"));
    try {
      String status = Files.readString(process.resolve("status"));
      return status + Files.readString(process.resolve("wchan")) + "\n" + threads;
    } catch (IOException e) {
      return e + "\n" + threads;
    }
  }

  private RunnerBench bench() {
    if (current == null) {
      throw new IllegalStateException("no agent yet");
    }
    return current;
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
