package io.holdfast.runner;

import io.holdfast.config.Settings;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs one runner on one event loop, as its verticle does. */
public final class RunnerBench implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final Runner runner;

  /** A bench for a runner of this type with these settings. */
  public RunnerBench(RunnerType type, JsonObject settings) {
    runner =
        await(
            onLoop(
                () ->
                    Future.succeededFuture(type.factory().create(vertx, new Settings(settings)))));
  }

  /** Begins to run an attempt. */
  public Future<Outcome> start(FakeTurn turn) {
    return onLoop(() -> runner.run(turn));
  }

  /** Runs an attempt to its end and gives its outcome, or throws what it failed with. */
  public Outcome run(FakeTurn turn) {
    return await(start(turn));
  }

  /** Cancels an attempt on its event loop. */
  public void cancel(FakeTurn turn) {
    context.runOnContext(v -> turn.cancel());
  }

  /** The attempts for which it keeps something. */
  public List<AttemptId> kept() {
    return await(onLoop(() -> Future.succeededFuture(runner.kept())));
  }

  /** Tells it that a turn does not go on here. */
  public void letGo(FakeTurn turn) {
    context.runOnContext(v -> runner.letGo(turn.turn().attempt().turn()));
  }

  /** Waits for a Future and gives its result, or throws its failure. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not end in " + PATIENCE_SECONDS + " s", e);
    }
  }

  /** The Vert.x instance of the runner. */
  public Vertx vertx() {
    return vertx;
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> action.get().onComplete(promise));
    return promise.future();
  }

  @Override
  public void close() {
    await(onLoop(runner::close));
    await(vertx.close());
  }
}
