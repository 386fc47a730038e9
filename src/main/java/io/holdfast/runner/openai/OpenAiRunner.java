package io.holdfast.runner.openai;

import io.holdfast.model.Exchange;
import io.holdfast.model.Outcome;
import io.holdfast.runner.Backoff;
import io.holdfast.runner.LiveText;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model behind an OpenAI-compatible API: one call a turn, streamed. */
public final class OpenAiRunner implements Runner {

  private static final Logger LOG = LoggerFactory.getLogger(OpenAiRunner.class);

  private final OpenAiSettings settings;
  private final Endpoint endpoint;
  private final Backoff backoff;

  OpenAiRunner(Vertx vertx, OpenAiSettings settings, Backoff backoff) {
    this.settings = settings;
    this.endpoint = new Endpoint(vertx, settings);
    this.backoff = backoff;
  }

  /** The type {@code openai}. */
  public static RunnerType type() {
    return new RunnerType(
        "openai",
        (vertx, settings) ->
            new OpenAiRunner(vertx, OpenAiSettings.of(settings), Backoff.standard()));
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    LiveText live = new LiveText(turn::delta);
    Tries tries = new Tries(endpoint, settings.retries(), backoff, live, turn.turn().attempt());
    turn.onCancel(tries::cancel);
    return turn.memory(settings.history())
        .compose(memory -> answer(turn, memory, tries))
        .map(answer -> outcome(answer, live))
        .recover(OpenAiRunner::told);
  }

  private Future<Answer> answer(TurnContext turn, List<Exchange> memory, Tries tries) {
    return turn.step(
            "reply",
            "asking " + settings.model(),
            StepPolicy.retry(),
            () -> ask(turn, Prompt.of(settings, memory, turn), tries))
        .map(result -> Answer.of(new JsonObject(result)));
  }

  private Future<String> ask(TurnContext turn, JsonObject request, Tries tries) {
    long since = System.nanoTime();
    return tries
        .run(request)
        .onSuccess(answer -> log(turn, answer, tries.made(), System.nanoTime() - since))
        .map(answer -> answer.json().encode());
  }

  private static Outcome outcome(Answer answer, LiveText live) {
    if (answer.text().isBlank()) {
      return new Outcome.Failed("empty-reply", answer.emptySentence());
    }
    live.end(answer.reply());
    return Outcome.done(answer.reply());
  }

  private static Future<Outcome> told(Throwable cause) {
    return cause instanceof ModelFailure failure
        ? Future.succeededFuture(new Outcome.Failed(failure.code(), failure.sentence()))
        : Future.failedFuture(cause);
  }

  private void log(TurnContext turn, Answer answer, int tries, long nanos) {
    LOG.info(
        "model answered turn={} attempt={} model={} tries={} finish={} prompt_tokens={}"
            + " completion_tokens={} chars={} ms={}",
        turn.turn().attempt().turn(),
        turn.turn().attempt().number(),
        settings.model(),
        tries,
        answer.finish(),
        answer.usage().getValue("prompt_tokens", "?"),
        answer.usage().getValue("completion_tokens", "?"),
        answer.text().length(),
        nanos / 1_000_000);
  }

  @Override
  public Future<Void> close() {
    return endpoint.client().close();
  }
}
