package io.holdfast.runner.openai;

import static io.holdfast.runner.openai.ModelServer.delta;
import static io.holdfast.runner.openai.ModelServer.finish;
import static io.holdfast.runner.openai.ModelServer.refuses;
import static io.holdfast.runner.openai.ModelServer.says;
import static io.holdfast.runner.openai.ModelServer.saysAndBreaks;
import static io.holdfast.runner.openai.ModelServer.saysAndHangs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.StepState;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.holdfast.runner.RunnerType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The OpenAI runner")
class OpenAiRunnerIT {

  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0.0);

  private final ModelServer server = new ModelServer();
  private RunnerBench bench = bench(new JsonObject());

  private RunnerBench bench(JsonObject more) {
    JsonObject settings =
        new JsonObject()
            .put("base-url", server.baseUrl())
            .put("model", "m1")
            .put("history", 20)
            .put("connect-timeout", "10s")
            .put("idle-timeout", "120s")
            .put("retries", 2)
            .mergeIn(more);
    RunnerType quick =
        new RunnerType("openai", (v, s) -> new OpenAiRunner(v, OpenAiSettings.of(s), QUICK));
    return new RunnerBench(quick, settings);
  }

  private void with(String key, Object value) {
    bench.close();
    bench = bench(JsonObject.of(key, value));
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
  }

  @Nested
  @DisplayName("asks")
  class Asks {

    @Test
    @DisplayName("with the system prompt, the session's memory, the messages and the options")
    void sendsAll() {
      bench.close();
      bench =
          bench(
              JsonObject.of(
                  "system", "Be brief.", "temperature", 0.5, "max-tokens", 99, "api-key", "k1"));
      server.then(says("ok"));
      bench.run(FakeTurn.of("one", "two").remembering(new Exchange("q", "a")));

      JsonArray messages =
          JsonArray.of(
              JsonObject.of("role", "system", "content", "Be brief."),
              JsonObject.of("role", "user", "content", "q"),
              JsonObject.of("role", "assistant", "content", "a"),
              JsonObject.of("role", "user", "content", "one\n\ntwo"));
      assertThat(server.requests())
          .containsExactly(
              JsonObject.of("model", "m1", "messages", messages, "stream", true)
                  .put("temperature", 0.5)
                  .put("max_tokens", 99)
                  .put("stream_options", JsonObject.of("include_usage", true)));
      assertThat(server.keys()).containsExactly("Bearer k1");
    }

    @Test
    @DisplayName("without an Authorization header when there is no key")
    void noKey() {
      server.then(says("ok"));
      bench.run(FakeTurn.of("hi"));

      assertThat(server.keys()).containsExactly("null");
    }

    @Test
    @DisplayName("without stream_options once a server has refused them")
    void learnsDialect() {
      server
          .then(refuses(422, "Extra inputs are not permitted: stream_options"))
          .then(says("ok"))
          .then(says("ok"));
      bench.run(FakeTurn.of("one"));
      bench.run(FakeTurn.of("two"));

      assertThat(server.requests())
          .extracting(request -> request.containsKey("stream_options"))
          .containsExactly(true, false, false);
    }

    @Test
    @DisplayName("with max_completion_tokens where max_tokens is refused")
    void learnsLimit() {
      with("max-tokens", 7);
      server
          .then(refuses(400, "Unsupported 'max_tokens'. Use 'max_completion_tokens' instead."))
          .then(says("ok"));
      bench.run(FakeTurn.of("one"));

      assertThat(server.requests().get(1).getInteger("max_completion_tokens")).isEqualTo(7);
      assertThat(server.requests().get(1).containsKey("max_tokens")).isFalse();
    }

    @Test
    @DisplayName("over one connection for turns that follow each other")
    void keepsConnection() {
      for (int i = 0; i < 20; i++) {
        server.then(says("ok"));
        bench.run(FakeTurn.of("hi"));
      }

      assertThat(server.log()).filteredOn("connected"::equals).hasSize(1);
    }
  }

  @Nested
  @DisplayName("streams")
  class Streams {

    @Test
    @DisplayName("the reply as it comes")
    void deltas() {
      server.then(says("Hel", "lo", "!"));
      FakeTurn turn = FakeTurn.of("hi");

      assertThat(bench.run(turn)).isEqualTo(Outcome.done("Hello!"));
      assertThat(turn.deltas()).containsExactly("Hel", "lo", "!");
    }

    @Test
    @DisplayName("a stream that is cut inside characters and lines, with comments and CR LF")
    void trickle() {
      String body =
          ": hello\r\n\r\n"
              + "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\r\n\r\n"
              + delta("Grüße ").replace("\n", "\r\n")
              + ": ping\r\n\r\n"
              + delta("𝄞€").replace("\n", "\r\n")
              + finish("stop")
              + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
              + "data: [DONE]";
      server.then(server.trickles(body));
      FakeTurn turn = FakeTurn.of("hi");

      assertThat(bench.run(turn)).isEqualTo(Outcome.done("Grüße 𝄞€"));
      assertThat(turn.deltas()).containsExactly("Grüße ", "𝄞€");
      assertThat(new JsonObject(turn.journal().get(0).result()).getJsonObject("usage"))
          .isEqualTo(JsonObject.of("prompt_tokens", 3, "completion_tokens", 2));
    }

    @Test
    @DisplayName("the whole reply of a server that answers plain JSON")
    void plain() {
      server.then(
          response ->
              response.end(
                  "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"));
      FakeTurn turn = FakeTurn.of("hi");

      assertThat(bench.run(turn)).isEqualTo(Outcome.done("Hi"));
      assertThat(turn.shown()).isEqualTo("Hi");
    }

    @Test
    @DisplayName("a note at the end of a reply that reached the limit of tokens")
    void length() {
      server.then(response -> response.end(delta("Once upon") + finish("length")));
      FakeTurn turn = FakeTurn.of("hi");
      Outcome outcome = bench.run(turn);

      assertThat(outcome)
          .isEqualTo(
              Outcome.done(
                  "Once upon\n\n[The reply ends here because it reached the limit of tokens.]"));
      assertThat(Outcome.done(turn.shown())).isEqualTo(outcome);
    }

    @Test
    @DisplayName("nothing more after [DONE], even if the response never ends")
    void lingering() {
      server.then(response -> response.setChunked(true).write(delta("Hi") + "data: [DONE]\n\n"));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("Hi"));
      await().until(() -> server.log().contains("closed hi"));
    }

    @Test
    @DisplayName("longer than the idle timeout, as long as something comes")
    void slow() {
      with("idle-timeout", "150ms");
      server.then(server.trickles(": a slow server\n".repeat(40) + delta("Hi") + finish("stop")));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("Hi"));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Nested
  @DisplayName("tries again")
  class TriesAgain {

    @Test
    @DisplayName("after a stream that broke off, and shows no text twice")
    void broken() {
      server.then(saysAndBreaks("one ", "two ")).then(says("one ", "two ", "three"));
      FakeTurn turn = FakeTurn.of("hi");

      assertThat(bench.run(turn)).isEqualTo(Outcome.done("one two three"));
      assertThat(turn.shown()).isEqualTo("one two three");
    }

    @Test
    @DisplayName("after a stream that ended with neither [DONE] nor a reason")
    void ended() {
      server.then(response -> response.end(delta("one "))).then(says("one ", "two"));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("one two"));
    }

    @Test
    @DisplayName("and leaves the live text as it is when the second answer is another")
    void otherText() {
      server.then(saysAndBreaks("A cat")).then(says("The ", "cat"));
      FakeTurn turn = FakeTurn.of("hi");

      assertThat(bench.run(turn)).isEqualTo(Outcome.done("The cat"));
      assertThat(turn.shown()).isEqualTo("A cat");
    }

    @Test
    @DisplayName("after an error inside the stream")
    void errorInStream() {
      String error = "data: {\"error\":{\"message\":\"overloaded\",\"code\":502}}\n\n";
      server.then(response -> response.end(delta("one ") + error)).then(says("one"));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("one"));
    }

    @Test
    @DisplayName("after 503")
    void unavailable() {
      server.then(refuses(503, "loading")).then(refuses(500, "oops")).then(says("ok"));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("ok"));
    }

    @Test
    @DisplayName("after a silence longer than the idle timeout, over another connection")
    void silence() {
      with("idle-timeout", "100ms");
      server.then(saysAndHangs("one ")).then(response -> {}).then(says("one ", "two"));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("one two"));
      assertThat(server.log()).filteredOn("closed hi"::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("S50: after 429 not before Retry-After: who comes later is served earlier")
    void retryAfterSeconds() {
      waits("2");
    }

    @Test
    @DisplayName("S50: after 429 not before the date that Retry-After gives")
    void retryAfterDate() {
      Instant soon = Instant.now().plusSeconds(3);
      waits(DateTimeFormatter.RFC_1123_DATE_TIME.format(soon.atOffset(ZoneOffset.UTC)));
    }

    private void waits(String retryAfter) {
      server
          .then(refuses(429, "slow down", "Retry-After", retryAfter))
          .then(says("second"))
          .then(says("first"));
      Future<Outcome> first = bench.start(FakeTurn.of("first"));
      await().until(() -> server.log().contains("asked first"));

      assertThat(bench.run(FakeTurn.of("second"))).isEqualTo(Outcome.done("second"));
      assertThat(RunnerBench.await(first)).isEqualTo(Outcome.done("first"));
      assertThat(server.log())
          .filteredOn(line -> line.startsWith("asked"))
          .containsExactly("asked first", "asked second", "asked first");
    }
  }

  @Nested
  @DisplayName("gives up")
  class GivesUp {

    @Test
    @DisplayName("S24: after the last retry, and tells the user in one sentence")
    void exhausted() {
      for (int i = 0; i < 3; i++) {
        server.then(refuses(503, "overloaded"));
      }

      assertThat(bench.run(FakeTurn.of("hi")))
          .isEqualTo(
              new Outcome.Failed(
                  "provider-failed",
                  "The model server failed (503), 3 times in a row: overloaded."));
    }

    @Test
    @DisplayName("S24: when nobody listens, and tells the user in one sentence")
    void unreachable() {
      with("base-url", "http://127.0.0.1:1/v1");

      assertThat(bench.run(FakeTurn.of("hi")))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo("unreachable");
                assertThat(failed.sentence())
                    .startsWith("The model server could not be reached, 3 times in a row: ")
                    .contains("refused");
              });
    }

    @Test
    @DisplayName("at once when the key is refused, without showing it")
    void unauthorised() {
      with("api-key", "hush-hush-secret");
      server.then(refuses(401, "no such key: hush-hush-secret"));

      assertThat(bench.run(FakeTurn.of("hi")))
          .isEqualTo(
              new Outcome.Failed(
                  "key-refused", "The model provider refused the API key (401): no such key: …."));
      assertThat(server.requests()).hasSize(1);
    }

    @Test
    @DisplayName("when the model says nothing")
    void empty() {
      server.then(response -> response.end(finish("length")));

      assertThat(bench.run(FakeTurn.of("hi")))
          .isEqualTo(
              new Outcome.Failed(
                  "empty-reply", "The model reached its limit of tokens before it said anything."));
    }
  }

  @Nested
  @DisplayName("when cancelled")
  class WhenCancelled {

    @BeforeEach
    void slow() {
      with("retries", 1);
    }

    @Test
    @DisplayName("closes the connection of a call that has not been answered")
    void silent() {
      server.then(response -> {});
      endsAtOnce(FakeTurn.of("hi"));
    }

    @Test
    @DisplayName("closes the connection in the middle of a stream")
    void streaming() {
      server.then(saysAndHangs("one "));
      FakeTurn turn = FakeTurn.of("hi");
      Future<Outcome> outcome = bench.start(turn);
      await().until(() -> turn.shown().equals("one "));
      cancelled(turn, outcome);
      assertThat(turn.journal()).singleElement().matches(s -> s.state() == StepState.INTENT);
    }

    private void endsAtOnce(FakeTurn turn) {
      Future<Outcome> outcome = bench.start(turn);
      await().until(() -> server.log().contains("asked hi"));
      cancelled(turn, outcome);
    }

    private void cancelled(FakeTurn turn, Future<Outcome> outcome) {
      bench.cancel(turn);
      assertThatThrownBy(() -> RunnerBench.await(outcome)).isInstanceOf(Cancelled.class);
      await().until(() -> server.log().contains("closed hi"));
    }

    @Test
    @DisplayName("does not wait for a retry, nor make it")
    void waiting() {
      server.then(refuses(429, "", "Retry-After", "1")).then(says("second"));
      FakeTurn turn = FakeTurn.of("first");
      Future<Outcome> outcome = bench.start(turn);
      await().until(() -> server.log().contains("asked first"));
      bench.cancel(turn);

      assertThatThrownBy(() -> RunnerBench.await(outcome)).isInstanceOf(Cancelled.class);
      await()
          .during(Duration.ofMillis(1200))
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.requests().size() == 1);
    }
  }

  @Nested
  @DisplayName("when resumed")
  class WhenResumed {

    @Test
    @DisplayName("S13: gives a finished reply from the journal without asking again")
    void journaled() {
      server.then(says("Hello"));
      FakeTurn first = FakeTurn.of("hi");
      bench.run(first);
      FakeTurn second = first.resumed(Reason.CRASH);

      assertThat(bench.run(second)).isEqualTo(Outcome.done("Hello"));
      assertThat(second.deltas()).containsExactly("Hello");
      assertThat(server.requests()).hasSize(1);
    }

    @Test
    @DisplayName("asks again what a crash has cut")
    void cut() {
      server.then(saysAndHangs("Hel")).then(says("Hello"));
      FakeTurn first = FakeTurn.of("hi");
      bench.start(first);
      await().until(() -> !first.deltas().isEmpty());
      bench.cancel(first);
      FakeTurn second = first.resumed(Reason.CRASH);

      assertThat(bench.run(second)).isEqualTo(Outcome.done("Hello"));
      assertThat(second.shown()).isEqualTo("Hello");
      assertThat(List.of(server.requests().size(), second.ranIn("reply"))).containsExactly(2, 2);
    }
  }
}
