package io.holdfast.runner.command;

import static org.awaitility.Awaitility.await;

import io.holdfast.model.Outcome;
import io.holdfast.process.ProcessTable;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs shell scripts in a directory of their own, in which they can leave word for the test. */
final class CommandBench implements AutoCloseable {

  private final Path directory;
  private @Nullable RunnerBench current;

  CommandBench(Path directory) {
    this.directory = directory;
  }

  /** Settings under which the runner runs a script. */
  JsonObject settings(String script) {
    return new JsonObject()
        .put("command", JsonArray.of("sh", "-c", script))
        .put("directory", directory.toString())
        .put("grace", "300ms")
        .put("output-limit", 1_048_576)
        .put("on-unknown", "ask");
  }

  /** From here on the runner is a new one, for this script. */
  CommandBench script(String script) {
    return with(settings(script));
  }

  /** From here on the runner is a new one, with these settings. */
  CommandBench with(JsonObject settings) {
    close();
    current = new RunnerBench(CommandRunner.type(), settings);
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

  /** The pid that the script writes to a file, once it has. */
  long pid(String file) {
    await().until(() -> Files.exists(path(file)) && read(file).endsWith("\n"));
    return Long.parseLong(read(file).strip());
  }

  String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file) {
    try {
      Files.writeString(path(file), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String file) {
    return directory.resolve(file);
  }

  /** Whether a process runs; one that nobody has waited for yet does not. */
  static boolean alive(long pid) {
    return ProcessTable.of(pid).isPresent();
  }

  private RunnerBench bench() {
    return Objects.requireNonNull(current, "no script yet");
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
    }
  }
}
