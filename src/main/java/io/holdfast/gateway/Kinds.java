package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Schema;
import io.holdfast.connector.ConnectorType;
import io.holdfast.runner.RunnerType;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of connectors and runners that a configuration may name.
 *
 * @param connectors each with its own type name
 * @param runners each with its own type name
 * @param schema what their blocks may have
 */
public record Kinds(List<ConnectorType> connectors, List<RunnerType> runners, Schema schema) {

  public Kinds {
    connectors = List.copyOf(connectors);
    runners = List.copyOf(runners);
  }

  /** Those that are built in. */
  public Kinds(List<ConnectorType> connectors, List<RunnerType> runners) {
    this(connectors, runners, Schema.builtIn());
  }

  /** These and one more, whose name none of them has. */
  Kinds with(ConnectorType type) {
    return new Kinds(
        plus(connectors, type), runners, schema.withConnector(type.name(), type.keys()));
  }

  /** These and one more, whose name none of them has. */
  Kinds with(RunnerType type) {
    return new Kinds(connectors, plus(runners, type), schema.withRunner(type.name(), type.keys()));
  }

  private static <T> List<T> plus(List<T> those, T one) {
    List<T> more = new ArrayList<>(those);
    more.add(one);
    return more;
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
