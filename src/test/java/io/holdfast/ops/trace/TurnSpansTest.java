package io.holdfast.ops.trace;

import static io.holdfast.ops.trace.Lives.TURN;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The spans of a turn")
class TurnSpansTest {

  @Test
  @DisplayName("are message, turn, attempt, step and delivery, each inside the one before")
  void tree() {
    TurnDetail detail =
        Lives.plain(TURN)
            .step("s1", "look it up", 1, 3, 4)
            .delivery("d1", DeliveryState.SENT, 5, 6)
            .now(TurnState.DONE, 5);
    assertThat(told(detail))
        .containsExactly(
            "message 1–5",
            "turn 1–5 in message",
            "attempt 2–5 in turn",
            "step 3–4 in attempt",
            "delivery 5–6 in turn");
  }

  @Test
  @DisplayName("show an attempt that a crash cut up to where recovery found it, and the next one")
  void crash() {
    TurnDetail detail =
        Lives.of(TURN)
            .message("m1", 1)
            .event(2, "claimed", 1, "")
            .event(60, "interrupted", 1, "crash")
            .event(61, "resumed", 2, "crash")
            .event(70, "finished", 2, "done")
            .step("s1", "before", 1, 3, 4)
            .step("s2", "after", 2, 62, 65)
            .now(TurnState.DONE, 70);
    assertThat(told(detail))
        .containsExactly(
            "message 1–70",
            "turn 1–70 in message",
            "attempt 2–60 in turn",
            "attempt 61–70 in turn",
            "step 3–4 in attempt",
            "step 62–65 in attempt");
    List<Span> attempts = of(detail, Span.Kind.ATTEMPT);
    assertThat(attempts.get(0).attributes())
        .containsEntry("holdfast.end", "interrupted")
        .containsEntry("holdfast.interrupted.reason", "crash")
        .doesNotContainKey("holdfast.resumed.reason");
    assertThat(attempts.get(1).attributes())
        .containsEntry("holdfast.attempt", 2L)
        .containsEntry("holdfast.resumed.reason", "crash");
    assertThat(of(detail, Span.Kind.STEP))
        .extracting(Span::parent)
        .containsExactly(attempts.get(0).id(), attempts.get(1).id());
    assertThat(of(detail, Span.Kind.TURN).get(0).attributes())
        .containsEntry("holdfast.interruptions", 1L);
  }

  @Test
  @DisplayName("have the turn's id as their trace, and the same ids whoever derives them")
  void ids() {
    TurnDetail then = Lives.plain(TURN).now(TurnState.DONE, 5);
    TurnDetail later =
        Lives.plain(TURN).delivery("d1", DeliveryState.SENT, 5, 6).now(TurnState.DONE, 5);
    assertThat(TurnSpans.of(then))
        .allSatisfy(span -> assertThat(span.trace()).isEqualTo(TURN.replace("-", "")));
    assertThat(TurnSpans.of(later)).containsAll(TurnSpans.of(then));
    assertThat(TurnSpans.of(later)).extracting(Span::id).doesNotHaveDuplicates().allMatch(HEX);
  }

  private static final Predicate<String> HEX = id -> id.matches("[0-9a-f]{16}");

  @Test
  @DisplayName("put later messages under the turn that took them")
  void joined() {
    TurnDetail detail =
        Lives.of(TURN)
            .message("m1", 1)
            .message("m2", 2)
            .event(3, "claimed", 1, "")
            .event(5, "finished", 1, "done")
            .now(TurnState.DONE, 5);
    assertThat(told(detail)).contains("message 1–5", "message 2–5 in turn");
  }

  @Test
  @DisplayName("mark what failed, with its code")
  void failed() {
    TurnDetail detail =
        Lives.of(TURN)
            .message("m1", 1)
            .event(2, "claimed", 1, "")
            .event(5, "finished", 1, "failed timeout")
            .delivery("d1", DeliveryState.DEAD, 5, 6)
            .now(TurnState.FAILED, 5);
    Map<Span.Kind, String> errors =
        TurnSpans.of(detail).stream().collect(Collectors.toMap(Span::kind, Span::error));
    assertThat(errors)
        .containsEntry(Span.Kind.MESSAGE, "")
        .containsEntry(Span.Kind.TURN, "timeout")
        .containsEntry(Span.Kind.ATTEMPT, "timeout")
        .containsEntry(Span.Kind.DELIVERY, "dropped");
  }

  @Test
  @DisplayName("end a step without a result with its attempt, as unknown")
  void unknownStep() {
    TurnDetail detail =
        Lives.of(TURN)
            .message("m1", 1)
            .event(2, "claimed", 1, "")
            .event(9, "interrupted", 1, "crash")
            .event(12, "cancelled", 1, "")
            .step("s1", "send it", 1, 3, 0)
            .now(TurnState.CANCELLED, 12);
    assertThat(told(detail)).contains("attempt 2–9 in turn", "step 3–9 in attempt");
    assertThat(of(detail, Span.Kind.STEP).get(0).attributes())
        .containsEntry("holdfast.step.state", "unknown")
        .containsEntry("holdfast.step.label", "send it");
  }

  @Test
  @DisplayName("tell of a question that there was one, and not what was asked")
  void question() {
    TurnDetail detail =
        Lives.of(TURN)
            .message("m1", 1)
            .event(2, "claimed", 1, "")
            .event(3, "asked", 1, "q1")
            .event(8, "answered", 1, "")
            .event(9, "resumed", 2, "")
            .event(10, "finished", 2, "done")
            .step("q1", "Is it the blue one?", 1, 3, 8)
            .now(TurnState.DONE, 10);
    assertThat(told(detail))
        .contains("attempt 2–3 in turn", "attempt 9–10 in turn", "step 3–8 in attempt");
    assertThat(of(detail, Span.Kind.STEP).get(0).attributes())
        .doesNotContainKey("holdfast.step.label");
  }

  @Test
  @DisplayName("leave out a delivery that is not final yet")
  void openDelivery() {
    TurnDetail detail =
        Lives.plain(TURN)
            .delivery("d1", DeliveryState.PENDING, 5, 0)
            .delivery("d2", DeliveryState.HELD, 5, 0)
            .now(TurnState.DONE, 5);
    assertThat(of(detail, Span.Kind.DELIVERY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TurnState.class,
      names = {"QUEUED", "RUNNING", "INTERRUPTED", "ASKING", "QUARANTINED"})
  @DisplayName("are none before it has ended:")
  void open(TurnState state) {
    assertThat(TurnSpans.of(Lives.plain(TURN).now(state, 5))).isEmpty();
  }

  /** Each span as a line, in order, with times in seconds. */
  private static List<String> told(TurnDetail detail) {
    List<Span> spans = TurnSpans.of(detail);
    Map<String, Span> byId =
        spans.stream().collect(Collectors.toMap(Span::id, Function.identity()));
    return spans.stream()
        .map(
            span -> {
              String where = span.parent().isEmpty() ? "" : " in " + word(byId.get(span.parent()));
              return word(span) + " " + span.start() / 1000 + "–" + span.end() / 1000 + where;
            })
        .toList();
  }

  private static String word(Span span) {
    return span.kind().name().toLowerCase(Locale.ROOT);
  }

  private static List<Span> of(TurnDetail detail, Span.Kind kind) {
    return TurnSpans.of(detail).stream().filter(span -> span.kind() == kind).toList();
  }
}
