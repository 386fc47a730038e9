package io.holdfast.cli;

import io.holdfast.config.Loaded;
import io.holdfast.gateway.Kinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs the gateway until it has stopped. */
@FunctionalInterface
public interface Boot {

  /**
   * What it begins with.
   *
   * @param kinds what is built in and what the configuration's plugins bring
   */
  record Setup(Loaded loaded, Kinds kinds) {}

  /** What is built in. */
  default Kinds kinds() {
    return new Kinds(List.of(), List.of());
  }

  /** Called before the configuration is read: the process is a gateway's from here. */
  default void begins() {}

  /**
   * Returns the exit code of the process.
   *
   * @param file where it came from, to be read again at each reload; empty for the defaults
   */
  int run(Setup setup, Optional<Path> file) throws InterruptedException;
}
