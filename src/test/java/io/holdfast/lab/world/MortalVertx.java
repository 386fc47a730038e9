package io.holdfast.lab.world;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import java.util.function.BooleanSupplier;

/**
 * A Vertx that the dead cannot close: a stop chain whose every link fails still comes to its end,
 * which a process that was killed in it does not.
 */
final class MortalVertx extends VertxWrapper {

  private final BooleanSupplier dead;

  MortalVertx(Vertx vertx, BooleanSupplier dead) {
    super((VertxInternal) vertx);
    this.dead = dead;
  }

  @Override
  public Future<Void> close() {
    return dead.getAsBoolean() ? Promise.<Void>promise().future() : super.close();
  }
}
