package io.holdfast.runner.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The event stream decoder")
class SseDecoderTest {

  static Stream<Arguments> streams() {
    return Stream.of(
        stream("one event", "data: a\n\n", "a"),
        stream("several events", "data: a\n\ndata: b\n\n", "a", "b"),
        stream("no space after the colon", "data:a\n\n", "a"),
        stream("one space belongs to the field, the second to the value", "data:  a\n\n", " a"),
        stream("lines that end in CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
        stream("lines that end in CR", "data: a\r\rdata: b\r\r", "a", "b"),
        stream("mixed line ends", "data: a\r\n\ndata: b\n\r\n", "a", "b"),
        stream("keep-alive comments", ": ping\n\ndata: a\n: ping\n\n:\n\n", "a"),
        stream("several data lines in one event", "data: a\ndata: b\n\n", "a\nb"),
        stream("other fields", "event: error\nid: 7\nretry: 10\ndata: a\n\n", "a"),
        stream("a field without a colon", "data\n\n", ""),
        stream("events without data", "event: ping\n\n\n\ndata: a\n\n", "a"),
        stream("a byte order mark", "\uFEFFdata: a\n\n", "a"),
        stream("characters of two, three and four bytes", "data: é€𝄞\n\n", "é€𝄞"),
        stream("no blank line at the end", "data: a\n\ndata: [DONE]\n", "a", "[DONE]"),
        stream("no line end at the end", "data: a\n\ndata: [DONE]", "a", "[DONE]"),
        stream("nothing", ""));
  }

  private static Arguments stream(String name, String text, String... events) {
    return Arguments.of(name, text, List.of(events));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void decodesHoweverItIsCut(String name, String text, List<String> expected) {
    byte[] bytes = Buffer.buffer(text).getBytes();
    for (int size = 1; size <= Math.max(1, bytes.length); size++) {
      List<String> events = new ArrayList<>();
      SseDecoder decoder = new SseDecoder(events::add);
      for (int at = 0; at < bytes.length; at += size) {
        decoder.feed(Buffer.buffer(text).slice(at, Math.min(bytes.length, at + size)));
      }
      decoder.end();
      assertThat(events).as("in pieces of %d", size).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("does not collect a line that never ends")
  void bounds() {
    SseDecoder decoder = new SseDecoder(event -> {});
    Buffer junk = Buffer.buffer(new byte[1024 * 1024]);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                decoder.feed(junk);
              }
            });
  }
}
