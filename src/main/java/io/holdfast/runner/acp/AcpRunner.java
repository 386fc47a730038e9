package io.holdfast.runner.acp;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Outcome;
import io.holdfast.process.Kin;
import io.holdfast.runner.Backoff;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Any agent that speaks the Agent Client Protocol over its standard input and output. */
public final class AcpRunner implements Runner {

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Backoff backoff;
  private final Agents agents;
  private final Future<Void> swept;

  AcpRunner(Vertx vertx, AcpSettings settings, Backoff backoff) {
    this.vertx = vertx;
    this.settings = settings;
    this.backoff = backoff;
    this.agents = new Agents(vertx, settings);
    this.swept = vertx.executeBlocking(() -> Kin.orphans().end(settings.grace()), false).mapEmpty();
  }

  /** The type {@code acp}. */
  public static RunnerType type() {
    return new RunnerType(
        "acp",
        (vertx, settings) -> new AcpRunner(vertx, AcpSettings.of(settings), Backoff.standard()));
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    return new Work(vertx, settings, agents, backoff, turn).run();
  }

  @Override
  public List<AttemptId> kept() {
    return agents.parked();
  }

  @Override
  public void letGo(String turn) {
    agents.letGo(turn);
  }

  @Override
  public Future<Void> close() {
    return swept.transform(done -> agents.close());
  }
}
