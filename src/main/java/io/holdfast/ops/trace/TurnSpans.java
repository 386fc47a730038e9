package io.holdfast.ops.trace;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.MessageView;
import io.holdfast.model.StepState;
import io.holdfast.model.StepView;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The spans of one turn, from its durable record alone: whole even when the process was killed in
 * the middle of it. Message → turn → attempt → step, and the deliveries under the turn. A message
 * that joined the turn later, or answered its question, is a span under the turn.
 */
final class TurnSpans {

  private static final Set<String> BEGINS = Set.of("claimed", "resumed");
  private static final Set<String> ENDS =
      Set.of("finished", "interrupted", "asked", "cancelled", "quarantined");

  private final TurnDetail detail;
  private final TurnView turn;
  private final String trace;
  private final String turnSpan;
  private final List<Span> spans = new ArrayList<>();
  private final Map<Integer, Span> attempts = new LinkedHashMap<>();

  private TurnSpans(TurnDetail detail) {
    this.detail = detail;
    this.turn = detail.turn();
    this.trace = SpanIds.trace(turn.id());
    this.turnSpan = SpanIds.span(turn.id(), Span.Kind.TURN, "");
  }

  /** The spans that have ended, parents first; none before the turn has ended. */
  static List<Span> of(TurnDetail detail) {
    return detail.turn().state().open() ? List.of() : new TurnSpans(detail).all();
  }

  private List<Span> all() {
    messages();
    turn();
    attempts();
    spans.addAll(attempts.values());
    detail.steps().forEach(this::step);
    detail.deliveries().forEach(this::delivery);
    return List.copyOf(spans);
  }

  // ── messages and their turn ──────────────────────────────────────────────────────────────────

  private void messages() {
    String parent = "";
    for (MessageView message : detail.messages()) {
      String id = span(Span.Kind.MESSAGE, name(message));
      Map<String, Object> attributes = new HashMap<>();
      attributes.put("holdfast.message", message.platformId());
      attributes.put("holdfast.message.kind", message.kind());
      add(id, parent, Span.Kind.MESSAGE, message.acceptedAt(), turn.since(), attributes, "");
      parent = turnSpan;
    }
  }

  private static String name(MessageView message) {
    return message.connector() + "/" + message.platformId();
  }

  private void turn() {
    String parent =
        detail.messages().stream()
            .findFirst()
            .map(first -> span(Span.Kind.MESSAGE, name(first)))
            .orElse("");
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("holdfast.state", turn.state().wire());
    attributes.put("holdfast.attempts", (long) turn.attempt());
    attributes.put("holdfast.steps", (long) turn.steps());
    attributes.put("holdfast.interruptions", events("interrupted").count());
    String error = turn.state() == TurnState.FAILED ? lastFailure() : "";
    add(turnSpan, parent, Span.Kind.TURN, turn.acceptedAt(), turn.since(), attributes, error);
  }

  private String lastFailure() {
    return events("finished").reduce((first, second) -> second).map(TurnSpans::failure).orElse("");
  }

  private Stream<TimelineEntry> events(String event) {
    return detail.timeline().stream().filter(entry -> entry.event().equals(event));
  }

  // ── attempts and their steps ─────────────────────────────────────────────────────────────────

  /** One that a crash cut ends where recovery found it: that is when it was noted. */
  private void attempts() {
    Map<Integer, TimelineEntry> begun = new LinkedHashMap<>();
    for (TimelineEntry entry : detail.timeline()) {
      if (BEGINS.contains(entry.event())) {
        begun.put(entry.attempt(), entry);
      } else if (ENDS.contains(entry.event()) && begun.containsKey(entry.attempt())) {
        attempt(begun.remove(entry.attempt()), entry);
      }
    }
    begun.values().forEach(this::unended);
  }

  private void unended(TimelineEntry begin) {
    attempt(begin, new TimelineEntry(turn.since(), "", turn.id(), begin.attempt(), ""));
  }

  private void attempt(TimelineEntry begin, TimelineEntry end) {
    int number = begin.attempt();
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("holdfast.attempt", (long) number);
    put(attributes, "holdfast.resumed.reason", begin.detail());
    put(attributes, "holdfast.end", end.event());
    if (end.event().equals("interrupted")) {
      put(attributes, "holdfast.interrupted.reason", end.detail());
    }
    String id = span(Span.Kind.ATTEMPT, Integer.toString(number));
    attempts.put(
        number,
        make(id, turnSpan, Span.Kind.ATTEMPT, begin.at(), end.at(), attributes, failure(end)));
  }

  /** The code in {@code failed timeout}; empty for any other end. */
  private static String failure(TimelineEntry end) {
    String failed = TurnState.FAILED.wire();
    if (!end.event().equals("finished") || !end.detail().startsWith(failed)) {
      return "";
    }
    String code = end.detail().substring(failed.length()).strip();
    return code.isEmpty() ? failed : code;
  }

  private void step(StepView step) {
    Span attempt = attempts.get(step.attempt());
    String parent = attempt == null ? turnSpan : attempt.id();
    // What has no result was cut with its attempt, and nobody knows whether it happened.
    long cut = attempt == null ? turn.since() : attempt.end();
    boolean known = step.state() == StepState.RESULT;
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("holdfast.step", step.key());
    attributes.put("holdfast.step.state", known ? "result" : "unknown");
    attributes.put("holdfast.attempt", (long) step.attempt());
    if (!questions().contains(step.key())) {
      put(attributes, "holdfast.step.label", step.label());
    }
    String id = span(Span.Kind.STEP, step.key());
    long end = known ? step.endedAt() : cut;
    add(id, parent, Span.Kind.STEP, step.begunAt(), end, attributes, "");
  }

  /** Steps whose label is what somebody was asked: text of a conversation. */
  private Set<String> questions() {
    return events("asked").map(TimelineEntry::detail).collect(Collectors.toSet());
  }

  // ── deliveries ───────────────────────────────────────────────────────────────────────────────

  private void delivery(DeliveryView delivery) {
    if (!ended(delivery)) {
      return;
    }
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("holdfast.connector", delivery.connector());
    attributes.put("holdfast.delivery", delivery.id());
    attributes.put("holdfast.delivery.kind", delivery.kind());
    attributes.put("holdfast.delivery.part", (long) delivery.part());
    attributes.put("holdfast.delivery.parts", (long) delivery.parts());
    attributes.put("holdfast.state", delivery.state().name().toLowerCase(Locale.ROOT));
    String error = delivery.state() == DeliveryState.DEAD ? "dropped" : "";
    String id = span(Span.Kind.DELIVERY, delivery.id());
    long end = delivery.finalAt();
    add(id, turnSpan, Span.Kind.DELIVERY, delivery.createdAt(), end, attributes, error);
  }

  /** Whether nothing more is expected of it. */
  static boolean ended(DeliveryView delivery) {
    return delivery.state() == DeliveryState.SENT || delivery.state() == DeliveryState.DEAD;
  }

  // ── all of them ──────────────────────────────────────────────────────────────────────────────

  private String span(Span.Kind kind, String name) {
    return SpanIds.span(turn.id(), kind, name);
  }

  private void add(
      String id,
      String parent,
      Span.Kind kind,
      long start,
      long end,
      Map<String, Object> attributes,
      String error) {
    spans.add(make(id, parent, kind, start, end, attributes, error));
  }

  private Span make(
      String id,
      String parent,
      Span.Kind kind,
      long start,
      long end,
      Map<String, Object> attributes,
      String error) {
    Map<String, Object> all = new HashMap<>();
    all.put("holdfast.turn", turn.id());
    all.put("holdfast.session", turn.session());
    all.put("holdfast.runner", turn.runner());
    all.put("holdfast.connector", turn.address().connector());
    all.putAll(attributes);
    return new Span(trace, id, parent, kind, start, end, all, error);
  }

  private static void put(Map<String, Object> attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }
}
