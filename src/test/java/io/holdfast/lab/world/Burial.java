package io.holdfast.lab.world;

import io.holdfast.ops.Gauges;
import io.holdfast.store.Store;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.DeploymentContext;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Takes away what a killed life leaves in this JVM and a killed process would not: its threads, its
 * sockets, its connections to the database, its listeners at the JVM's beans. None of the
 * gateway's own stop runs.
 */
final class Burial {

  private static final long BOUND = 10_000;
  private static final Predicate<Deployable> GAUGES = Gauges.class::isInstance;

  private Burial() {}

  static void of(Vertx vertx, Optional<Store> store) {
    store.ifPresent(open -> await("store", open.close()));
    unlisten((VertxInternal) vertx);
    await("vertx", shutDown(vertx));
  }

  /** The gauges listen at the JVM's beans, which outlive any life. */
  private static void unlisten(VertxInternal vertx) {
    for (String id : vertx.deploymentIDs()) {
      DeploymentContext context = vertx.deploymentManager().deployment(id);
      if (context != null && context.deployment().instances().stream().anyMatch(GAUGES)) {
        await("gauges", vertx.undeploy(id));
      }
    }
  }

  /** As {@code Vertx.close()} ends, without what it begins with: the verticles' stop hooks. */
  private static Future<Void> shutDown(Vertx vertx) {
    try {
      Method last = vertx.getClass().getDeclaredMethod("deleteCacheDirAndShutdown", Promise.class);
      last.setAccessible(true);
      Promise<Void> done = Promise.promise();
      last.invoke(vertx, done);
      return done.future();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another Vert.x than this was written for", e);
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
