package io.holdfast.runner;

import io.holdfast.blocking.Loop;
import io.holdfast.config.Settings;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Runs one runner on one event loop, as its verticle does. */
public final class RunnerBench implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final Runner runner;

  /** A bench for a runner of this type with these settings. */
  public RunnerBench(RunnerType type, JsonObject settings) {
    runner = loop.make(() -> type.factory().create(vertx, new Settings(settings)));
  }

  /** Begins to run an attempt. */
  public Future<Outcome> start(FakeTurn turn) {
    return loop.begin(() -> runner.run(turn));
  }

  /** Runs an attempt to its end and gives its outcome, or throws what it failed with. */
  public Outcome run(FakeTurn turn) {
    return Loop.await(start(turn));
  }

  /** Cancels an attempt on its event loop. */
  public void cancel(FakeTurn turn) {
    loop.run(turn::cancel);
  }

  /** The attempts for which it keeps something. */
  public List<AttemptId> kept() {
    return loop.make(runner::kept);
  }

  /** Tells it that a turn does not go on here. */
  public void letGo(FakeTurn turn) {
    loop.run(() -> runner.letGo(turn.turn().attempt().turn()));
  }

  /** The Vert.x instance of the runner. */
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    loop.ask(runner::close);
    Loop.await(vertx.close());
  }
}
