package io.holdfast.runner;

import io.holdfast.config.Keys;
import io.holdfast.config.Settings;
import io.vertx.core.Vertx;

/**
 * A kind of agent that the configuration can name.
 *
 * @param name the {@code type} that it answers to
 * @param keys what a block of it may have; of those that are built in the schema says it
 * @param factory makes a runner from the settings of its block
 */
public record RunnerType(String name, Keys keys, Factory factory) {

  /** A type that declares no keys. */
  public RunnerType(String name, Factory factory) {
    this(name, Keys.none(), factory);
  }

  /** Makes a runner. Called on the event loop that will call it. */
  @FunctionalInterface
  public interface Factory {
    Runner create(Vertx vertx, Settings settings);
  }
}
