package io.holdfast.gateway;

import io.holdfast.connector.ConnectorType;
import io.holdfast.runner.RunnerType;
import java.util.List;

/**
 * What a jar brings that is not part of Holdfast. It is found by {@link java.util.ServiceLoader}:
 * the jar names its class, which has a public constructor without parameters, in {@code
 * META-INF/services/io.holdfast.gateway.Plugin}.
 *
 * <p>A type's name is of a-z, 0-9 and -, and no other connector, or no other runner, has it.
 */
public interface Plugin {

  /** The types of connectors that a configuration may name. */
  default List<ConnectorType> connectors() {
    return List.of();
  }

  /** The types of runners that a configuration may name. */
  default List<RunnerType> runners() {
    return List.of();
  }
}
