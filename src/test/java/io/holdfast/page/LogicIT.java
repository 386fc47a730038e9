package io.holdfast.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's pure functions, called where they run: in the browser. */
@DisplayName("In the page's logic")
class LogicIT extends PageCase {

  /** One visit for all: they leave nothing behind. */
  @BeforeAll
  void open() throws Exception {
    super.begin();
    visit.open(gateway.port(), "/");
  }

  @AfterAll
  void leave() {
    super.end();
  }

  @BeforeEach
  @Override
  void begin() {}

  @AfterEach
  @Override
  void end() {}

  /** The value of an expression over one module, {@code m}. */
  private Object in(String module, String expression) {
    return visit.page().evaluate("import('/page/" + module + "').then((m) => " + expression + ")");
  }

  @ParameterizedTest(name = "close {0} after {1} tries, goaway {2}: {3}")
  @CsvSource({
    "1006, 0, undefined, 1000",
    "1006, 1, undefined, 2000",
    "1006, 3, undefined, 8000",
    "1006, 30, undefined, 30000",
    "1012, 0, 1500, 1750",
    "1001, 4, 700, 950",
    "4429, 0, undefined, 5000",
    "4408, 0, undefined, 1000",
    "4401, 0, undefined, unauthorised",
    "4403, 2, undefined, refused",
  })
  @DisplayName(
      "a closed connection is taken up again after a growing wait, or not by itself at all")
  void afterClose(int code, int tries, String reconnectAfter, String expected) {
    Object actual =
        in(
            "protocol.js",
            "((next) => String(next.delay ?? next.state))(m.afterClose(%d, {tries: %d, reconnectAfter: %s, jitter: 0.5}))"
                .formatted(code, tries, reconnectAfter));
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} with retryAfter {1} after {2} tries: {3}")
  @CsvSource({
    "rate-limited, 1234, 0, 1234",
    "rate-limited, undefined, 0, 2000",
    "not-ready, undefined, 2, 8000",
    "queue-full, undefined, 9, 30000",
    "busy, 500, 0, final",
    "id-reused, undefined, 0, final",
    "invalid, undefined, 0, final",
  })
  @DisplayName("a rejection means wait for as long as it asks, or the writer decides")
  void afterRejection(String code, String retryAfter, int tries, String expected) {
    Object actual =
        in(
            "outbox.js",
            "((next) => next.final ? 'final' : String(next.wait))(m.afterRejection({code: '%s', retryAfter: %s}, %d))"
                .formatted(code, retryAfter, tries));
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  @DisplayName("the outbox sends the oldest of each chat, and a command past them")
  void due() {
    String entries =
        Json.encode(
            List.of(
                Map.of("id", "a1", "chat", "a", "text", "one", "notBefore", 5000),
                Map.of("id", "a2", "chat", "a", "text", "two"),
                Map.of("id", "a3", "chat", "a", "text", "/stop"),
                Map.of("id", "a4", "chat", "a", "text", "//not a command"),
                Map.of("id", "a5", "chat", "a", "text", "/new"),
                Map.of("id", "a6", "chat", "a", "text", "/usr/bin is full"),
                Map.of("id", "b1", "chat", "b", "text", "one"),
                Map.of("id", "b2", "chat", "b", "text", "two"),
                Map.of("id", "c1", "chat", "c", "text", "silence", "sent", 1)));
    assertThat(in("outbox.js", "m.due(" + entries + ", 1000).send.map((e) => e.id)"))
        .isEqualTo(List.of("a3", "b1"));
    assertThat(in("outbox.js", "m.due(" + entries + ", 30000).send.map((e) => e.id)"))
        .isEqualTo(List.of("a1", "a3", "b1", "c1"));
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    "crash, 7, resumed at step 7 after a restart",
    "shutdown, 2, resumed at step 2 after a restart",
    "restart, 0, resumed after a restart",
    "redeploy, 3, resumed at step 3 after an update",
    "failover, 1, resumed at step 1 on another node",
    "'', 4, resumed at step 4 after an interruption",
  })
  @DisplayName("a resumed turn is told by its step and its reason")
  void resumed(String reason, int step, String expected) {
    assertThat(in("words.js", "m.resumed({step: %d, reason: '%s'})".formatted(step, reason)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "known {0}, page {1} (more: {2}) gives {3}")
  @CsvSource({
    "'', 'a b', false, 'a b'",
    "'a b', 'b c', true, 'a b c'",
    "'a b x!', 'b c', true, 'a b c x'",
    "'a b x!', 'b x c', true, 'a b x c'",
    "'a b', 'd e', true, 'd e'",
    "'a b y!', 'd e', true, 'd e y'",
    "'a b', 'a b c', false, 'a b c'",
  })
  @DisplayName("a newest page of history goes between what it was told before and what came live")
  void merges(String known, String page, boolean more, String expected) {
    String items = known.isEmpty() ? "[]" : Json.encode(List.of(known.split(" ")));
    String log =
        "{loaded: true, more: false, items: %s.map((id) => ({id: id[0], from: 'agent', old: id[1] !== '!'}))}"
            .formatted(items);
    String frame = new JsonObject().put("more", more).put("ids", List.of(page.split(" "))).encode();
    String toFrame =
        "((f) => ({more: f.more, items: f.ids.map((id, i) => ({id, from: 'agent', at: new Date(i * 1000).toISOString()}))}))";
    assertThat(
            in(
                "log.js",
                "m.merge(%s, %s(%s), false).items.map((i) => i.id).join(' ')"
                    .formatted(log, toFrame, frame)))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("a reply above which another message was written says which one it answers")
  void answers() {
    String items =
        """
        [{id: 'm1', from: 'user', text: 'one'}, {id: 'm2', from: 'user', text: 'two'},
         {id: 'd1', from: 'agent', part: 1, inReplyTo: ['m1']},
         {id: 'd2', from: 'agent', part: 1, inReplyTo: ['m2']}]
        """;
    assertThat(in("log.js", "[2, 3].map((i) => m.answered(" + items + ", i)?.id ?? '')"))
        .isEqualTo(List.of("m1", ""));
  }
}
