package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Plan.Kind;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Permit;
import io.holdfast.runner.RunnerServices;
import io.holdfast.runner.RunnerVerticle;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Deploys and undeploys what the blocks of a configuration name. */
final class Verticles {

  private final Deployments deployments;
  private final Kinds kinds;
  private final ConnectorServices connectors;
  private final RunnerServices runners;
  private final Leased.House house;
  private final Map<String, Leased> leased = new ConcurrentHashMap<>();

  Verticles(
      Deployments deployments, Kinds kinds, ConnectorServices connectors, RunnerServices runners) {
    this.deployments = deployments;
    this.kinds = kinds;
    this.connectors = connectors;
    this.runners = runners;
    this.house =
        new Leased.House(
            runners.node(),
            runners.store(),
            deployments,
            ConcurrentHashMap.newKeySet(),
            new Tenure.Clocks(SteadyClock.from(runners.clock()), runners.clock()),
            runners.stops()::stopping);
  }

  /** Deploys a block's verticle; fails, with nothing deployed, when it does not start. */
  Future<Void> deploy(Kind kind, Block block) {
    return Future.succeededFuture()
        .compose(
            begin ->
                deployments.deploy(
                    name(kind, block.id()), verticle(kind, block), classes(kind, block)));
  }

  /** Those of the plugin that the block's type is of. */
  private ClassLoader classes(Kind kind, Block block) {
    Object factory =
        kind == Kind.CONNECTOR ? kinds.connector(block).factory() : kinds.runner(block).factory();
    return factory.getClass().getClassLoader();
  }

  private Deployable verticle(Kind kind, Block block) {
    return kind == Kind.CONNECTOR
        ? connector(block)
        : new RunnerVerticle(block, kinds.runner(block), runners);
  }

  private Deployable connector(Block block) {
    ConnectorType type = kinds.connector(block);
    return type.lease(block)
        .map(lease -> (Deployable) leased(block, type, lease))
        .orElseGet(() -> type.factory().create(block, connectors));
  }

  private Leased leased(Block block, ConnectorType type, String lease) {
    Leased verticle =
        new Leased(block.id(), lease, house, permit -> type.factory().create(block, under(permit)));
    leased.put(block.id(), verticle);
    return verticle;
  }

  private ConnectorServices under(Permit permit) {
    return connectors.under(permit, GuardedStore.of(connectors.store(), permit));
  }

  /** The connectors that idle, each with why. */
  Map<String, String> idle() {
    Map<String, String> idle = new HashMap<>();
    leased.forEach((id, verticle) -> verticle.idle().ifPresent(why -> idle.put(id, why)));
    return idle;
  }

  /** Deploys all, at the same time. */
  Future<Void> deployAll(Kind kind, List<Block> blocks) {
    return Future.all(blocks.stream().map(block -> deploy(kind, block)).toList()).mapEmpty();
  }

  /** Undeploys a verticle, which drains it; succeeds at once if there is none. */
  Future<Void> undeploy(Kind kind, String id) {
    return deployments
        .undeploy(name(kind, id))
        .otherwiseEmpty()
        .onComplete(gone -> forget(kind, id));
  }

  private void forget(Kind kind, String id) {
    if (kind == Kind.CONNECTOR) {
      leased.remove(id);
    }
  }

  /** Whether a verticle has started and is not on its way out. */
  boolean up(Kind kind, String id) {
    return deployments.up(name(kind, id));
  }

  /** The name that health checks and deployments know a verticle by. */
  static String name(Kind kind, String id) {
    return prefix(kind) + id;
  }

  /** What the names of a kind begin with. */
  static String prefix(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT) + ".";
  }
}
