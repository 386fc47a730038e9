package io.holdfast.cli;

import io.holdfast.config.Loaded;
import java.nio.file.Path;
import java.util.Optional;

/** Runs the gateway until it has stopped. */
@FunctionalInterface
public interface Boot {

  /** Called before the configuration is read: the process is a gateway's from here. */
  default void begins() {}

  /**
   * Returns the exit code of the process.
   *
   * @param loaded the configuration to begin with
   * @param file where it came from, to be read again at each reload; empty for the defaults
   */
  int run(Loaded loaded, Optional<Path> file) throws InterruptedException;
}
