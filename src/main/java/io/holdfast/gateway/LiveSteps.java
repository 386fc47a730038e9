package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Plan.Kind;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.stop.Stops;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * What a reload does to a gateway that runs; nothing is deployed once it is stopping.
 *
 * @param verticles asked at each step, since there are none before the boot has made them
 */
record LiveSteps(Stops stops, Supplier<Verticles> verticles, Judgement judgement)
    implements Application.Steps {

  @Override
  public boolean stopping() {
    return stops.stopping();
  }

  @Override
  public Future<Void> deploy(Kind kind, Block block) {
    return stops.stopping()
        ? Future.failedFuture("the gateway stops")
        : verticles.get().deploy(kind, block).compose(Failpoint.RELOAD_DEPLOYED::link);
  }

  @Override
  public Future<Void> undeploy(Kind kind, String id) {
    Future<Void> gone =
        verticles.get().undeploy(kind, id).compose(Failpoint.RELOAD_UNDEPLOYED::link);
    return kind == Kind.RUNNER ? gone.compose(drained -> judge()) : gone;
  }

  /** What a drained runner has left is judged before anybody claims it. */
  private Future<Void> judge() {
    return stops.stopping() ? Future.succeededFuture() : judgement.recover().mapEmpty();
  }

  @Override
  public boolean up(Kind kind, String id) {
    return verticles.get().up(kind, id);
  }

  @Override
  public Future<Void> settle() {
    return judgement.reroute().mapEmpty();
  }

  @Override
  public Future<Void> review() {
    return stops.stopping() ? Future.succeededFuture() : judgement.unserved();
  }
}
