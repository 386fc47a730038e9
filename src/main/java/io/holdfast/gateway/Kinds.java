package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.connector.ConnectorType;
import io.holdfast.runner.RunnerType;
import java.util.List;

/**
 * The kinds of connectors and runners that a configuration may name.
 *
 * @param connectors each with its own type name
 * @param runners each with its own type name
 */
public record Kinds(List<ConnectorType> connectors, List<RunnerType> runners) {

  public Kinds {
    connectors = List.copyOf(connectors);
    runners = List.copyOf(runners);
  }

  ConnectorType connector(Block block) {
    return connectors.stream()
        .filter(type -> type.name().equals(block.type()))
        .findFirst()
        .orElseThrow(() -> unknown("connector", block));
  }

  RunnerType runner(Block block) {
    return runners.stream()
        .filter(type -> type.name().equals(block.type()))
        .findFirst()
        .orElseThrow(() -> unknown("runner", block));
  }

  private static IllegalArgumentException unknown(String what, Block block) {
    return new IllegalArgumentException(
        what + " " + block.id() + ": there is no type " + block.type());
  }
}
