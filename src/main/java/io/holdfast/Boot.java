package io.holdfast;

import io.holdfast.config.Config;

/** Runs the gateway until it has stopped. */
@FunctionalInterface
interface Boot {

  /** Returns the exit code of the process. */
  int run(Config config) throws InterruptedException;
}
