package io.holdfast.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.json.JsonObject;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads configurations. Never writes to the user's file. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * Loads a file, or the defaults without one. Fails with {@link ConfigFaults}, which carries
   * everything that is wrong with the file.
   */
  public static Future<Config> load(Vertx vertx, Optional<Path> file) {
    return read(vertx, file).map(Loaded::config);
  }

  /** As {@link #load}, for who also wants to see what it was made of. */
  public static Future<Loaded> read(Vertx vertx, Optional<Path> file) {
    return read(vertx, Schema.builtIn(), file);
  }

  /** As {@link #read}, where the schema knows of plugins. */
  public static Future<Loaded> read(Vertx vertx, Schema schema, Optional<Path> file) {
    return read(vertx, schema, file, System.getenv());
  }

  /** As {@link #read}, of a text in place of a file. */
  public static Future<Loaded> parse(Vertx vertx, Buffer yaml) {
    return parse(vertx, Schema.builtIn(), yaml);
  }

  /** As {@link #parse}, where the schema knows of plugins. */
  public static Future<Loaded> parse(Vertx vertx, Schema schema, Buffer yaml) {
    byte[] text = yaml.getBytes();
    return vertx
        .executeBlocking(
            () -> Loaded.of(schema, StrictYaml.parse("configuration", text), System.getenv()))
        .map(Objects::requireNonNull);
  }

  static Future<Loaded> read(
      Vertx vertx, Schema schema, Optional<Path> file, Map<String, String> environment) {
    return content(vertx, file)
        .compose(config -> vertx.executeBlocking(() -> Loaded.of(schema, config, environment)));
  }

  /**
   * Reads only the top-level {@code keys}, whatever is wrong elsewhere, a syntax error included.
   * Fails with {@link ConfigFaults} when there is no file, or nothing of it can be read.
   */
  public static Future<Partly> partly(
      Vertx vertx, Optional<Path> file, Map<String, String> environment, Set<String> keys) {
    return content(vertx, file)
        .recover(broken -> excerpt(vertx, file, keys).recover(also -> Future.failedFuture(broken)))
        .compose(config -> vertx.executeBlocking(() -> Partly.of(config, environment, keys)));
  }

  private static Future<JsonObject> excerpt(Vertx vertx, Optional<Path> file, Set<String> keys) {
    String path = file.map(named -> named.toAbsolutePath().toString()).orElse("");
    return vertx
        .fileSystem()
        .readFile(path)
        .compose(text -> vertx.executeBlocking(() -> Excerpt.of(path, text.toString(), keys)))
        .map(Objects::requireNonNull);
  }

  private static Future<JsonObject> content(Vertx vertx, Optional<Path> file) {
    return file.map(path -> retrieve(vertx, path))
        .orElseGet(() -> Future.succeededFuture(new JsonObject()));
  }

  private static Future<JsonObject> retrieve(Vertx vertx, Path file) {
    ConfigStoreOptions store =
        new ConfigStoreOptions()
            .setType("file")
            .setFormat(StrictYaml.FORMAT)
            // Absolute, or Vert.x would also look for it inside the jar.
            .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString()));
    ConfigRetrieverOptions options = new ConfigRetrieverOptions().addStore(store).setScanPeriod(-1);
    // It looks through the class path, which an event loop must not wait for.
    return vertx
        .executeBlocking(() -> ConfigRetriever.create(vertx, options))
        .map(Objects::requireNonNull)
        .compose(
            retriever ->
                retriever
                    .getConfig()
                    .recover(failure -> Future.failedFuture(explained(file, failure)))
                    .eventually(retriever::close));
  }

  private static Throwable explained(Path file, Throwable failure) {
    if (!(failure instanceof FileSystemException)) {
      return failure;
    }
    String found =
        failure.getCause() instanceof NoSuchFileException
            ? "no such file"
            : "a file that cannot be read";
    return new ConfigFaults(List.of(new Fault(file.toString(), found, "a readable file", "")));
  }
}
