package io.holdfast.lab.world;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A Vertx that the dead cannot close: a stop chain whose every link fails still comes to its end,
 * which a process that was killed in it does not. Before the living close it, it looks at what they
 * have not taken down themselves.
 */
final class MortalVertx extends VertxWrapper {

  private final BooleanSupplier dead;
  private volatile Map<String, Integer> left = Map.of();

  MortalVertx(Vertx vertx, BooleanSupplier dead) {
    super((VertxInternal) vertx);
    this.dead = dead;
  }

  /** What there was when it was closed, where it is not 0. */
  Map<String, Integer> left() {
    return left;
  }

  Future<Timers> timers() {
    return Timers.of(delegate);
  }

  @Override
  public Future<Void> close() {
    return dead.getAsBoolean() ? Promise.<Void>promise().future() : timers().compose(this::close);
  }

  private Future<Void> close(Timers timers) {
    if (dead.getAsBoolean()) {
      return Promise.<Void>promise().future();
    }
    Map<String, Integer> open = new TreeMap<>();
    open.put("timers", timers.once() + timers.periodic());
    open.put("verticles", deploymentIDs().size());
    open.values().removeIf(count -> count == 0);
    left = Map.copyOf(open);
    return super.close();
  }
}
