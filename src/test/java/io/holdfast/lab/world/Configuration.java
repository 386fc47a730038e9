package io.holdfast.lab.world;

import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run's lives are configured by, in its directory and as it was read from there last. */
final class Configuration {

  private final Vertx vertx;
  private final Path directory;
  private volatile Loaded loaded;

  Configuration(Vertx vertx, Path directory, Settings settings) {
    this.vertx = vertx;
    this.directory = directory;
    this.loaded = write(settings);
  }

  /** Takes these settings from now on; a life that lives has to reload them. */
  void take(Settings settings) {
    loaded = write(settings);
  }

  private Loaded write(Settings settings) {
    String yaml = settings.yaml(database(), token());
    try {
      Files.writeString(file(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ConfigLoader.parse(vertx, Boards.schema(), Buffer.buffer(yaml)).await();
  }

  Loaded loaded() {
    return loaded;
  }

  /** What the run's own client says that it is. */
  String token() {
    return directory.getFileName().toString();
  }

  Path database() {
    return directory.resolve("holdfast.db");
  }

  Path file() {
    return directory.resolve("holdfast.yaml");
  }
}
