package io.holdfast.cli;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Partly;
import io.holdfast.gateway.Kinds;
import io.holdfast.gateway.Plugins;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which configuration was asked for.
 *
 * @param file empty for the built-in defaults
 * @param reason why this one, for the log
 */
record ConfigChoice(Optional<Path> file, String reason) {

  private static final String VARIABLE = "HOLDFAST_CONFIG";
  private static final Path USUAL = Path.of("config", "holdfast.yaml");

  /**
   * The file of the option, else of the environment, else the usual one if it exists, else none.
   *
   * @param directory where relative paths begin
   */
  static ConfigChoice of(@Nullable Path option, Map<String, String> environment, Path directory) {
    String variable = environment.getOrDefault(VARIABLE, "");
    if (option != null) {
      return new ConfigChoice(Optional.of(option), "--config");
    }
    if (!variable.isEmpty()) {
      return new ConfigChoice(Optional.of(Path.of(variable)), "$" + VARIABLE);
    }
    return Files.exists(directory.resolve(USUAL))
        ? new ConfigChoice(Optional.of(USUAL), "usual place")
        : new ConfigChoice(Optional.empty(), "no file");
  }

  /**
   * Reads it, with the plugins that it names, on a Vert.x of its own; throws {@link ConfigFaults}.
   */
  Boot.Setup load(Kinds builtIn) {
    Kinds kinds =
        partly(System.getenv(), Set.of("plugins"))
            .config()
            .plugins()
            .map(directory -> Plugins.of(directory, builtIn))
            .orElse(builtIn);
    return new Boot.Setup(
        onSmallVertx(vertx -> ConfigLoader.read(vertx, kinds.schema(), file)), kinds);
  }

  /** Reads only some top-level keys, whatever is wrong elsewhere; throws {@link ConfigFaults}. */
  Partly partly(Map<String, String> environment, Set<String> keys) {
    return onSmallVertx(vertx -> ConfigLoader.partly(vertx, file, environment, keys));
  }

  private static <T> T onSmallVertx(Function<Vertx, Future<T>> work) {
    return withSmallVertx(vertx -> work.apply(vertx).await());
  }

  /** Does something that needs a Vert.x, with one that is closed afterwards. */
  static <T> T withSmallVertx(Function<Vertx, T> work) {
    Vertx vertx = Vertx.vertx(small());
    try {
      return work.apply(vertx);
    } finally {
      vertx.close().await();
    }
  }

  private static VertxOptions small() {
    FileSystemOptions files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(files);
  }

  /** The file's name, or words for the defaults. */
  @Override
  public String toString() {
    return file.map(Path::toString).orElse("built-in defaults");
  }
}
