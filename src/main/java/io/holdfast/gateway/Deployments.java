package io.holdfast.gateway;

import io.vertx.core.AsyncResult;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is deployed, by name, with single-flight undeploys: whoever wants a verticle gone while it
 * is going waits for the same undeploy. {@code Vertx.close()} does not wait for one that is in
 * progress, so a redeploy and a SIGTERM together would otherwise cut its drain short. Safe from any
 * thread.
 */
final class Deployments {

  private final Vertx vertx;
  private final Map<String, Future<String>> deployed = new HashMap<>();
  private final Map<String, Future<Void>> leaving = new HashMap<>();

  Deployments(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Deploys a verticle under a name that is free; the name is free again if it does not start. */
  Future<Void> deploy(String name, Deployable verticle) {
    return deploy(name, verticle, Thread.currentThread().getContextClassLoader());
  }

  /**
   * The same for what is not of this jar.
   *
   * @param classes where libraries that ask the thread look for more of themselves
   */
  synchronized Future<Void> deploy(String name, Deployable verticle, ClassLoader classes) {
    Future<String> deployment =
        vertx.deployVerticle(verticle, new DeploymentOptions().setClassLoader(classes));
    deployed.put(name, deployment);
    deployment.onFailure(cause -> free(name, deployment));
    return deployment.mapEmpty();
  }

  private synchronized void free(String name, Future<String> failed) {
    deployed.remove(name, failed);
  }

  /**
   * Undeploys it; succeeds at once if there is none, joins the undeploy in progress if there is.
   */
  synchronized Future<Void> undeploy(String name) {
    Future<Void> inProgress = leaving.get(name);
    if (inProgress != null) {
      return inProgress;
    }
    Future<String> deployment = deployed.remove(name);
    if (deployment == null) {
      return Future.succeededFuture();
    }
    Promise<Void> gone = Promise.promise();
    leaving.put(name, gone.future());
    deployment.transform(this::undeploy).onComplete(result -> gone(name, gone, result));
    return gone.future();
  }

  private Future<Void> undeploy(AsyncResult<String> deployment) {
    return deployment.succeeded() ? vertx.undeploy(deployment.result()) : Future.succeededFuture();
  }

  private void gone(String name, Promise<Void> gone, AsyncResult<Void> result) {
    synchronized (this) {
      leaving.remove(name);
    }
    gone.handle(result);
  }

  /** Undeploys each, all at once; completes when all are gone, whether well or not. */
  Future<Void> undeployAll(List<String> names) {
    return Future.join(names.stream().map(this::undeploy).toList())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** The names of all that are deployed and begin so. */
  synchronized List<String> named(String prefix) {
    return deployed.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Whether it has started and is not on its way out. */
  synchronized boolean up(String name) {
    Future<String> deployment = deployed.get(name);
    return deployment != null && deployment.succeeded();
  }
}
