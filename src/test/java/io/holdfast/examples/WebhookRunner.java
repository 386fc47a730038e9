package io.holdfast.examples;

import io.holdfast.config.Keys;
import io.holdfast.config.Settings;
import io.holdfast.gateway.Plugin;
import io.holdfast.model.Outcome;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.holdfast.runner.TurnFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * An agent that is an HTTP service without a memory. It is called with what was said and with the
 * state that its last answer had, and answers with an object of
 *
 * <ul>
 *   <li>{@code text}: what the reply goes on with
 *   <li>{@code state}: whatever it wants to know in the next call
 *   <li>{@code ask}: a question to the user, whose {@code answer} the next call has
 *   <li>{@code more}: whether it is to be called again
 * </ul>
 *
 * Each call is a step. One that was cut is made again with the same {@code Idempotency-Key}.
 */
public final class WebhookRunner implements Runner {

  public static final class Provider implements Plugin {
    @Override
    public List<RunnerType> runners() {
      Keys keys = Keys.none().text("url").optionalSecret("token").number("calls", 1, 100, 20);
      return List.of(new RunnerType("webhook", keys, WebhookRunner::new));
    }
  }

  private final HttpClient http;
  private final Settings settings;

  private WebhookRunner(Vertx vertx, Settings settings) {
    this.http = vertx.createHttpClient();
    this.settings = settings;
  }

  @Override
  public Future<Outcome> run(TurnContext turn) {
    return call(turn, 1, JsonObject.of("text", turn.text()), "");
  }

  /**
   * Makes the calls from one on. In a later attempt the journal answers those that were made, and
   * this comes to the same questions in the same order.
   *
   * @param said the reply so far
   */
  private Future<Outcome> call(TurnContext turn, int number, JsonObject question, String said) {
    if (number > settings.number("calls")) {
      throw new TurnFailure("too-many-calls", "The agent did not come to an end.");
    }
    String label = "call " + number;
    return turn.step(
            "call-" + number, label, StepPolicy.retry(), () -> post(turn, number, question))
        .map(JsonObject::new)
        .compose(answer -> heard(turn, number, answer, said));
  }

  private Future<Outcome> heard(TurnContext turn, int number, JsonObject answer, String before) {
    String text = answer.getString("text", "");
    turn.delta(text);
    String said = before + text;
    JsonObject next = JsonObject.of("text", turn.text(), "state", answer.getValue("state"));
    if (answer.containsKey("ask")) {
      return turn.ask("ask-" + number, answer.getString("ask"))
          .compose(reply -> call(turn, number + 1, next.put("answer", reply), said));
    }
    return answer.getBoolean("more", false)
        ? call(turn, number + 1, next, said)
        : Future.succeededFuture(Outcome.done(said));
  }

  private Future<String> post(TurnContext turn, int number, JsonObject question) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(settings.text("url"))
            .setConnectTimeout(5_000)
            .putHeader("Authorization", "Bearer " + settings.text("token"))
            .putHeader("Content-Type", "application/json")
            .putHeader("Idempotency-Key", turn.turn().attempt().turn() + "/" + number);
    return http.request(options)
        .compose(request -> send(turn, request, question))
        .compose(WebhookRunner::answer)
        .recover(WebhookRunner::failed);
  }

  /** A turn that is to end at once ends its call, too. */
  private static Future<HttpClientResponse> send(
      TurnContext turn, HttpClientRequest request, JsonObject question) {
    turn.onCancel(request::reset);
    return request.send(question.toBuffer());
  }

  private static Future<String> answer(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body().map(Buffer::toJsonObject).map(JsonObject::encode)
        : Future.failedFuture("status " + response.statusCode());
  }

  /**
   * The step stays without a result: {@code /retry} makes the call again, and goes on from there.
   */
  private static Future<String> failed(Throwable cause) {
    String sentence =
        cause instanceof DecodeException
            ? "The agent's answer could not be read."
            : "The agent did not answer; /retry asks it again.";
    return Future.failedFuture(new TurnFailure("webhook", sentence));
  }

  @Override
  public Future<Void> close() {
    return http.close();
  }
}
