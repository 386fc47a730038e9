package io.holdfast.lab.world;

import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Inside;
import io.holdfast.ops.Gauges;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.DeploymentContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Takes away what a killed life leaves in this JVM and a killed process would not: its threads, its
 * sockets, its connections to the database, its listeners at the JVM's beans. None of the gateway's
 * own stop runs, or its store would refuse it.
 */
final class Burial {

  private static final long BOUND = 60_000;
  private static final Predicate<Deployable> GAUGES = Gauges.class::isInstance;

  private Burial() {}

  /** Gives back the database, which comes before all else. */
  static void ofStore(Gateway gateway) {
    await("store", Inside.closed(gateway));
  }

  /** Takes away the rest. */
  static void of(Vertx vertx) {
    VertxInternal internal = (VertxInternal) vertx;
    unlisten(internal);
    // As Vertx.close() ends, without what it begins with: the verticles' stop hooks.
    internal.workerPool().close();
    internal.internalWorkerPool().close();
    end(internal.acceptorEventLoopGroup());
    end(internal.eventLoopGroup());
    internal.blockedThreadChecker().close();
  }

  /** The gauges listen at the JVM's beans, which outlive any life. */
  private static void unlisten(VertxInternal vertx) {
    for (String id : vertx.deploymentIDs()) {
      DeploymentContext context = vertx.deploymentManager().deployment(id);
      if (context != null && context.deployment().instances().stream().anyMatch(GAUGES)) {
        // The stop chain may have come to them already.
        await("gauges", vertx.undeploy(id).otherwiseEmpty());
      }
    }
  }

  private static void end(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    if (!loops.terminationFuture().awaitUninterruptibly(BOUND)) {
      throw new IllegalStateException("the event loops of a dead life do not end");
    }
  }

  private static void await(String what, Future<?> future) {
    try {
      future.await(BOUND, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the " + what + " of a dead life does not end", e);
    }
  }
}
