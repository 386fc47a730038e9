package io.holdfast.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the configuration file says something else than before, and asks for a reload once
 * it has stopped changing: an editor, or a copy, may write it in pieces. It compares contents: a
 * time stamp misses what a file that is moved into place says, and some file systems' round it.
 */
final class ConfigWatch extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final long PERIOD = 1_000;

  private final Path file;
  private final BooleanSupplier enabled;
  private final Runnable begun;
  private final Runnable reload;
  private Optional<Buffer> known = Optional.empty();
  private Optional<Buffer> changed = Optional.empty();
  private boolean unreadable;

  /**
   * @param enabled asked before each look
   * @param begun called when the first look was taken: what was changed before is not noticed here
   * @param reload called on this verticle's event loop
   */
  ConfigWatch(Path file, BooleanSupplier enabled, Runnable begun, Runnable reload) {
    this.file = file;
    this.enabled = enabled;
    this.begun = begun;
    this.reload = reload;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(0, PERIOD, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (enabled.getAsBoolean()) {
      vertx
          .fileSystem()
          .readFile(file.toAbsolutePath().toString())
          .onSuccess(this::seen)
          .onFailure(this::cannotRead);
    }
  }

  private void seen(Buffer content) {
    unreadable = false;
    if (known.isEmpty()) {
      begun.run();
    }
    Buffer before = known.orElse(content);
    known = Optional.of(before);
    if (content.equals(before)) {
      changed = Optional.empty();
    } else if (changed.filter(content::equals).isPresent()) {
      LOG.info("configuration file={} changed", file);
      known = Optional.of(content);
      changed = Optional.empty();
      reload.run();
    } else {
      changed = Optional.of(content);
    }
  }

  private void cannotRead(Throwable cause) {
    if (!unreadable) {
      LOG.warn(
          "configuration file={} unreadable in-force=unchanged cause={}", file, cause.getMessage());
    }
    unreadable = true;
  }
}
