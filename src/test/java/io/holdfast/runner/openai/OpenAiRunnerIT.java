package io.holdfast.runner.openai;

import static io.holdfast.runner.openai.ModelServer.delta;
import static io.holdfast.runner.openai.ModelServer.finish;
import static io.holdfast.runner.openai.ModelServer.refuses;
import static io.holdfast.runner.openai.ModelServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Attachment;
import io.holdfast.model.Exchange;
import io.holdfast.model.Outcome;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The OpenAI runner")
class OpenAiRunnerIT {

  private final ModelServer server = new ModelServer();
  private RunnerBench bench = OpenAiBench.of(server, new JsonObject());

  private void with(String key, Object value) {
    bench.close();
    bench = OpenAiBench.of(server, JsonObject.of(key, value));
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
          OpenAiBench.of(
              server,
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
    @DisplayName("with pictures and texts that came with the message, and the names of the others")
    void givesFiles() {
      server.then(says("ok")).then(says("ok")).then(says("ok"));
      FakeTurn turn =
          FakeTurn.of("what is it?")
              .with(
                  new Attachment("a.png", "image/png", "AAAA"),
                  new Attachment("b.txt", "text/plain", "aGk="),
                  new Attachment("c.zip", "application/zip", "AAAA"));
      bench.run(turn);
      String text = "what is it?\n\n[attached: b.txt]\nhi\n[attached: c.zip, not shown]";
      JsonObject picture =
          JsonObject.of(
              "type", "image_url", "image_url", JsonObject.of("url", "data:image/png;base64,AAAA"));
      assertThat(content(0))
          .isEqualTo(JsonArray.of(JsonObject.of("type", "text", "text", text), picture));

      bench.run(FakeTurn.of("").with(new Attachment("a.png", "image/png", "AAAA")));
      assertThat(content(1)).isEqualTo(JsonArray.of(picture));

      with("images", false);
      bench.run(FakeTurn.of("and now?").with(new Attachment("a.png", "image/png", "AAAA")));
      assertThat(content(2)).isEqualTo("and now?\n[attached: a.png, not shown]");
    }

    private Object content(int request) {
      JsonArray messages = server.requests().get(request).getJsonArray("messages");
      return messages.getJsonObject(messages.size() - 1).getValue("content");
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
      server.then(server.trickles(body, 1));
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
      with("idle-timeout", "2500ms");
      String body = ": a slow server\n".repeat(40) + delta("Hi") + finish("stop");
      // Three seconds in all.
      server.then(server.trickles(body, 3_000 / body.length() + 1));

      assertThat(bench.run(FakeTurn.of("hi"))).isEqualTo(Outcome.done("Hi"));
      assertThat(server.requests()).hasSize(1);
    }
  }
}
