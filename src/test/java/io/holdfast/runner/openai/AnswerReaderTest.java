package io.holdfast.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a model server sends")
class AnswerReaderTest {

  private static final String HI = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  static Stream<Arguments> answers() {
    return Stream.of(
        answer("a usual stream", HI + STOP + DONE, "Hi", "stop"),
        answer(
            "a first delta without content",
            "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n"
                + HI
                + STOP
                + DONE,
            "Hi",
            "stop"),
        answer("no [DONE]", HI + STOP, "Hi", "stop"),
        answer("no finish_reason", HI + DONE, "Hi", ""),
        answer(
            "an empty finish_reason until the end",
            HI.replace("}}]}", "},\"finish_reason\":\"\"}]}") + DONE,
            "Hi",
            ""),
        answer(
            "a usage chunk without choices",
            HI + STOP + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3}}\n\n" + DONE,
            "Hi",
            "stop"),
        answer(
            "a usage chunk whose choices are null",
            HI + STOP + "data: {\"choices\":null,\"usage\":{\"prompt_tokens\":3}}\n\n" + DONE,
            "Hi",
            "stop"),
        answer("a usage that is null", HI.replace("]}", "],\"usage\":null}") + DONE, "Hi", ""),
        answer(
            "content in typed parts",
            "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}}]}\n\n"
                + DONE,
            "Hi",
            ""),
        answer(
            "thinking beside the text",
            "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n" + HI + DONE,
            "Hi",
            ""),
        answer(
            "a refusal",
            "data: {\"choices\":[{\"delta\":{\"refusal\":\"Hi\"}}]}\n\n" + STOP + DONE,
            "Hi",
            "stop"),
        answer("nothing of interest after [DONE]", HI + DONE + HI, "Hi", ""),
        answer(
            "plain JSON",
            "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],\"usage\":{}}",
            "Hi",
            "stop"),
        answer(
            "plain JSON after blank space",
            "\n {\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"length\"}]}",
            "Hi",
            "length"));
  }

  private static Arguments answer(String name, String body, String text, String finish) {
    return Arguments.of(name, body, text, finish);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void reads(String name, String body, String text, String finish) {
    StringBuilder live = new StringBuilder();
    Answer answer = read(body, live);

    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.finish()).isEqualTo(finish);
    assertThat(live).hasToString(text);
    assertThat(Answer.of(new JsonObject(answer.json().encode()))).isEqualTo(answer);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("a stream that breaks off", HI, "cut", true),
        Arguments.of("nothing at all", "", "cut", true),
        Arguments.of("a chunk that is not JSON", HI + "data: {\"cho\n\n", "garbled", true),
        Arguments.of("half of a plain JSON", "{\"choices\":[{\"mess", "garbled", true),
        Arguments.of("JSON of another kind", "{\"models\":[]}", "garbled", true),
        Arguments.of("a web page", "<!doctype html><html>", "not-an-api", false),
        Arguments.of(
            "an overload in the stream",
            HI + "data: {\"error\":{\"message\":\"busy\",\"type\":\"overloaded_error\"}}\n\n",
            "provider-failed",
            true),
        Arguments.of(
            "an error that is a string",
            "data: {\"error\":\"llama runner exited\"}\n\n",
            "provider-failed",
            true),
        Arguments.of(
            "an error with a status of its own, after a 200",
            "{\"error\":{\"message\":\"slow down\",\"code\":429}}",
            "rate-limited",
            true),
        Arguments.of(
            "a lasting error in the stream",
            "data: {\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}\n\n",
            "request-refused",
            false),
        Arguments.of(
            "an end in an error",
            HI + STOP.replace("stop", "error") + DONE,
            "provider-failed",
            true));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("failures")
  void fails(String name, String body, String code, boolean passing) {
    ModelFailure failure = failureOf(body);

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.passing()).isEqualTo(passing);
  }

  private static ModelFailure failureOf(String body) {
    try {
      Answer answer = read(body, new StringBuilder());
      throw new AssertionError("read " + answer);
    } catch (ModelFailure failure) {
      return failure;
    }
  }

  private static Answer read(String body, StringBuilder live) {
    AnswerReader reader = new AnswerReader(new Diagnosis("m", ""), live::append);
    reader.feed(Buffer.buffer(body));
    return reader.end();
  }
}
