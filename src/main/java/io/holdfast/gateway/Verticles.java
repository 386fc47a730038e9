package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Plan.Kind;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.runner.RunnerServices;
import io.holdfast.runner.RunnerVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;

/** Deploys and undeploys what the blocks of a configuration name. */
final class Verticles {

  private final Deployments deployments;
  private final Kinds kinds;
  private final ConnectorServices connectors;
  private final RunnerServices runners;

  Verticles(
      Deployments deployments, Kinds kinds, ConnectorServices connectors, RunnerServices runners) {
    this.deployments = deployments;
    this.kinds = kinds;
    this.connectors = connectors;
    this.runners = runners;
  }

  /** Deploys a block's verticle; fails, with nothing deployed, when it does not start. */
  Future<Void> deploy(Kind kind, Block block) {
    return Future.succeededFuture()
        .compose(begin -> deployments.deploy(name(kind, block.id()), verticle(kind, block)));
  }

  private Deployable verticle(Kind kind, Block block) {
    return kind == Kind.CONNECTOR
        ? kinds.connector(block).factory().create(block, connectors)
        : new RunnerVerticle(block, kinds.runner(block), runners);
  }

  /** Deploys all, at the same time. */
  Future<Void> deployAll(Kind kind, List<Block> blocks) {
    return Future.all(blocks.stream().map(block -> deploy(kind, block)).toList()).mapEmpty();
  }

  /** Undeploys a verticle, which drains it; succeeds at once if there is none. */
  Future<Void> undeploy(Kind kind, String id) {
    return deployments.undeploy(name(kind, id)).otherwiseEmpty();
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
