package io.holdfast.connector;

import io.holdfast.config.Block;
import io.vertx.core.Deployable;

/**
 * A kind of connector that the configuration can name.
 *
 * @param name the {@code type} that it answers to
 * @param factory makes the verticle that links one account
 */
public record ConnectorType(String name, Factory factory) {

  /** Makes a connector's verticle. */
  @FunctionalInterface
  public interface Factory {
    Deployable create(Block block, ConnectorServices services);
  }
}
