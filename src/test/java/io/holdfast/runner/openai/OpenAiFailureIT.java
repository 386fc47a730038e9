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

import io.holdfast.blocking.Loop;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.StepState;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.vertx.core.Future;
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

@DisplayName("When things go wrong, the OpenAI runner")
class OpenAiFailureIT {

  private final ModelServer server = new ModelServer();
  private RunnerBench bench = OpenAiBench.of(server, new JsonObject());

  private void with(String key, Object value) {
    with(JsonObject.of(key, value));
  }

  private void with(JsonObject settings) {
    bench.close();
    bench = OpenAiBench.of(server, settings);
  }

  @AfterEach
  void close() {
    bench.close();
    server.close();
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
      with(JsonObject.of("idle-timeout", "1s", "retries", 5));
      server.then(saysAndHangs("one ")).then(response -> {});
      // On a slow machine an answer, too, may be taken for silence.
      for (int i = 0; i < 4; i++) {
        server.then(says("one ", "two"));
      }

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("one two"));
      assertThat(server.log()).filteredOn("closed hi"::equals).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("S50: after 429 not before Retry-After: who comes later is served earlier")
    void retryAfterSeconds() {
      waits("4");
    }

    @Test
    @DisplayName("S50: after 429 not before the date that Retry-After gives")
    void retryAfterDate() {
      Instant soon = Instant.now().plusSeconds(5);
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
      assertThat(Loop.await(first)).isEqualTo(Outcome.done("first"));
      assertThat(server.log())
          .filteredOn(line -> line.startsWith("asked"))
          .containsExactly("asked first", "asked second", "asked first");
    }
  }

  @Nested
  @DisplayName("gives up")
  class GivesUp {

    @Test
    @DisplayName("S50: at once where it is to wait for hours, and keeps nobody waiting behind it")
    void waitsForHours() {
      server.then(refuses(429, "come back tomorrow", "Retry-After", "36000"));

      assertThat(bench.run(FakeTurn.of("hi")).toString())
          .contains("takes no more requests now (429): come back tomorrow");
      assertThat(server.log()).filteredOn("asked hi"::equals).hasSize(1);
    }

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
      assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
      await().until(() -> server.log().contains("closed hi"));
    }

    @Test
    @DisplayName("does not wait for a retry, nor make it")
    void waiting() {
      server.then(refuses(429, "", "Retry-After", "3")).then(says("second"));
      FakeTurn turn = FakeTurn.of("first");
      Future<Outcome> outcome = bench.start(turn);
      await().until(() -> server.log().contains("asked first"));
      bench.cancel(turn);

      assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
      await()
          .during(Duration.ofMillis(3200))
          .atMost(Duration.ofSeconds(60))
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
