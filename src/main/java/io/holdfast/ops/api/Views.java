package io.holdfast.ops.api;

import io.holdfast.config.Plan;
import io.holdfast.model.Address;
import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.MarkerView;
import io.holdfast.model.MessageView;
import io.holdfast.model.NodeView;
import io.holdfast.model.SessionView;
import io.holdfast.model.StepView;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnView;
import io.holdfast.ops.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The facts as JSON: the names of the records' components, words for enums, times as text. */
final class Views {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Views() {}

  /** The word for a constant. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** RFC 3339 in UTC with milliseconds; null for the 0 that stands for none. */
  static @Nullable String time(long millis) {
    return millis == 0 ? null : TIME.format(Instant.ofEpochMilli(millis));
  }

  static <T> JsonObject list(List<T> items, Function<T, JsonObject> view, String next) {
    return new JsonObject()
        .put("items", array(items, view))
        .put("next", next.isEmpty() ? null : next);
  }

  static <T> JsonArray array(List<T> items, Function<T, JsonObject> view) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(view.apply(item)));
    return array;
  }

  static <T> @Nullable JsonObject orNull(Optional<T> item, Function<T, JsonObject> view) {
    return item.map(view).orElse(null);
  }

  static JsonObject status(Status status, Counts counts) {
    JsonObject checks = new JsonObject();
    new TreeMap<>(status.checks()).forEach(checks::put);
    return new JsonObject()
        .put("node", status.node())
        .put("version", status.version())
        .put("startedAt", time(status.startedAt()))
        .put("config", status.config())
        .put("ready", status.ready())
        .put("checks", checks)
        .put("idle", new JsonObject(new TreeMap<>(status.idle())))
        .put("unserved", sorted(counts.unserved(status.runners())))
        .put("draining", orNull(status.draining(), Views::draining))
        .put("reloaded", orNull(status.reloaded(), Views::reloaded))
        .put("counts", counts(counts));
  }

  static JsonObject draining(Status.Draining draining) {
    return new JsonObject()
        .put("stop", draining.stop())
        .put("scope", draining.scope())
        .put("reason", word(draining.reason()))
        .put("turns", draining.turns())
        .put("until", time(draining.until()))
        .put("end", time(draining.end()));
  }

  private static JsonObject reloaded(Status.Reloaded reloaded) {
    return new JsonObject()
        .put("at", time(reloaded.at()))
        .put("ok", reloaded.ok())
        .put("summary", reloaded.summary());
  }

  private static JsonObject counts(Counts counts) {
    return new JsonObject()
        .put("turns", byWord(counts.turns()))
        .put("queued", sorted(counts.queued()))
        .put("deliveries", byWord(counts.deliveries()))
        .put("markers", counts.markers());
  }

  private static JsonObject sorted(Map<String, Long> counts) {
    JsonObject json = new JsonObject();
    new TreeMap<>(counts).forEach(json::put);
    return json;
  }

  private static <E extends Enum<E>> JsonObject byWord(Map<E, Long> counts) {
    JsonObject json = new JsonObject();
    new TreeMap<>(counts).forEach((state, count) -> json.put(word(state), count));
    return json;
  }

  static JsonObject session(SessionView session) {
    return new JsonObject()
        .put("key", session.key())
        .put("address", address(session.address()))
        .put("state", word(session.state()))
        .put("begun", session.begun())
        .put("queued", session.queued())
        .put("lastAt", time(session.lastAt()));
  }

  private static JsonObject address(Address address) {
    return new JsonObject()
        .put("connector", address.connector())
        .put("chat", address.chat())
        .put("thread", address.thread())
        .put("person", address.person());
  }

  static JsonObject turn(TurnView turn) {
    return new JsonObject()
        .put("id", turn.id())
        .put("session", turn.session())
        .put("address", address(turn.address()))
        .put("runner", turn.runner())
        .put("state", word(turn.state()))
        .put("cancelled", turn.cancelled())
        .put("attempt", turn.attempt())
        .put("interruptions", turn.interruptions())
        .put("steps", turn.steps())
        .put("node", turn.node())
        .put("marker", orNull(turn.marker(), Views::marker))
        .put("acceptedAt", time(turn.acceptedAt()))
        .put("since", time(turn.since()));
  }

  private static JsonObject marker(MarkerView marker) {
    return new JsonObject()
        .put("stop", marker.stop())
        .put("reason", word(marker.reason()))
        .put("at", time(marker.at()));
  }

  static JsonObject detail(TurnDetail detail) {
    return new JsonObject()
        .put("turn", turn(detail.turn()))
        .put("messages", array(detail.messages(), Views::message))
        .put("steps", array(detail.steps(), Views::step))
        .put("deliveries", array(detail.deliveries(), Views::delivery))
        .put("timeline", array(detail.timeline(), Views::entry));
  }

  static JsonObject trace(Trace trace) {
    return new JsonObject()
        .put("message", message(trace.message()))
        .put("turn", orNull(trace.turn(), Views::detail))
        .put("timeline", array(trace.timeline(), Views::entry));
  }

  private static JsonObject message(MessageView message) {
    return new JsonObject()
        .put("connector", message.connector())
        .put("platformId", message.platformId())
        .put("kind", message.kind())
        .put("sender", message.sender())
        .put("acceptedAt", time(message.acceptedAt()));
  }

  private static JsonObject step(StepView step) {
    return new JsonObject()
        .put("key", step.key())
        .put("label", step.label())
        .put("state", word(step.state()))
        .put("attempt", step.attempt())
        .put("begunAt", time(step.begunAt()))
        .put("endedAt", time(step.endedAt()));
  }

  static JsonObject delivery(DeliveryView delivery) {
    return new JsonObject()
        .put("id", delivery.id())
        .put("connector", delivery.connector())
        .put("chat", delivery.chat())
        .put("turn", delivery.turn())
        .put("kind", delivery.kind())
        .put("part", delivery.part())
        .put("parts", delivery.parts())
        .put("state", word(delivery.state()))
        .put("createdAt", time(delivery.createdAt()))
        .put("finalAt", time(delivery.finalAt()))
        .put("because", delivery.because());
  }

  private static JsonObject entry(TimelineEntry entry) {
    return new JsonObject()
        .put("at", time(entry.at()))
        .put("event", entry.event())
        .put("turn", entry.turn())
        .put("attempt", entry.attempt())
        .put("detail", entry.detail());
  }

  static JsonObject node(NodeView node) {
    return new JsonObject()
        .put("id", node.id())
        .put("joinedAt", time(node.joinedAt()))
        .put("renewedAt", time(node.renewedAt()))
        .put("endedAt", time(node.endedAt()));
  }

  static JsonObject plan(Plan plan) {
    JsonArray text = new JsonArray();
    plan.actions().forEach(action -> text.add(action.toString()));
    return new JsonObject().put("plan", array(plan.actions(), Views::action)).put("text", text);
  }

  private static JsonObject action(Plan.Action action) {
    return new JsonObject()
        .put("verb", word(action.verb()))
        .put("kind", word(action.kind()))
        .put("id", action.id())
        .put("details", new JsonArray(action.details()));
  }
}
