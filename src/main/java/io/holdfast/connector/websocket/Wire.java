package io.holdfast.connector.websocket;

import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.Delivery;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Live;
import io.holdfast.model.Option;
import io.holdfast.model.Outgoing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes what the gateway sends. */
final class Wire {

  private Wire() {}

  static String welcome(String connection, String connector, WebSocketSettings settings) {
    WebSocketSettings.Limits limits = settings.limits();
    return frame("welcome")
        .put("connection", connection)
        .put("connector", connector)
        .put("heartbeat", settings.heartbeat().toMillis())
        .put(
            "limits",
            new JsonObject()
                .put("frame", limits.frame())
                .put("text", limits.text())
                .put("unacked", limits.unacked()))
        .encode();
  }

  static String accepted(Ingress.Accepted accepted) {
    return frame("accepted")
        .put("id", accepted.said().id())
        .put("chat", accepted.said().chat())
        .put("message", accepted.as().message())
        .put("duplicate", accepted.as().duplicate())
        .encode();
  }

  static String rejected(String id, Ingress.Rejected rejected) {
    JsonObject json =
        frame("rejected")
            .put("id", id)
            .put("code", rejected.code().wire())
            .put("message", rejected.why());
    return (rejected.retryAfter() > 0 ? json.put("retryAfter", rejected.retryAfter()) : json)
        .encode();
  }

  static String delivery(Delivery delivery) {
    JsonObject json =
        delivery.content() instanceof Outgoing.Reply reply
            ? reply(delivery, reply)
            : notice(delivery, (Outgoing.Notice) delivery.content());
    return json.encode();
  }

  private static JsonObject reply(Delivery delivery, Outgoing.Reply reply) {
    JsonObject json =
        place(frame("reply").put("delivery", delivery.id()), delivery)
            .put("turn", delivery.turn())
            .put("part", reply.part())
            .put("parts", reply.parts())
            .put("text", reply.text());
    if (!reply.attachments().isEmpty()) {
      json.put("attachments", attachments(reply.attachments()));
    }
    return json.put("inReplyTo", new JsonArray(delivery.inReplyTo()));
  }

  private static JsonObject notice(Delivery delivery, Outgoing.Notice notice) {
    JsonObject json =
        place(frame("notice").put("delivery", delivery.id()), delivery)
            .put("kind", notice.kind().wire())
            .put("text", notice.text());
    if (!delivery.turn().isEmpty()) {
      json.put("turn", delivery.turn());
    }
    offered(json, notice.options());
    return delivery.inReplyTo().isEmpty()
        ? json
        : json.put("inReplyTo", new JsonArray(delivery.inReplyTo()));
  }

  private static JsonObject offered(JsonObject json, List<Option> options) {
    JsonArray array = new JsonArray();
    options.forEach(o -> array.add(JsonObject.of("label", o.label(), "text", o.text())));
    return array.isEmpty() ? json : json.put("options", array);
  }

  private static JsonObject place(JsonObject json, Delivery delivery) {
    return thread(json.put("chat", delivery.address().chat()), delivery.address().thread());
  }

  private static JsonArray attachments(List<Attachment> attachments) {
    JsonArray array = new JsonArray();
    attachments.forEach(attachment -> array.add(whole(attachment)));
    return array;
  }

  private static JsonObject whole(Attachment file) {
    return JsonObject.of("name", file.name(), "type", file.type(), "data", file.data());
  }

  private static JsonObject named(JsonObject json, List<Attached> files) {
    JsonArray array = new JsonArray();
    files.forEach(
        f -> array.add(JsonObject.of("name", f.name(), "type", f.type(), "size", f.size())));
    return array.isEmpty() ? json : json.put("attachments", array);
  }

  /**
   * A file that was asked for.
   *
   * @param found empty if it is not there, or not any more
   */
  static String file(ClientFrame.File asked, Optional<Attachment> found) {
    JsonObject json =
        thread(frame("file").put("chat", asked.chat()), asked.thread())
            .put("item", asked.item())
            .put("file", asked.file());
    return found.map(file -> json.put("attachment", whole(file))).orElse(json).encode();
  }

  static String live(Live event) {
    if (event instanceof Live.TurnChanged turn) {
      return turn(turn);
    }
    return event instanceof Live.Delta delta ? delta(delta) : progress((Live.Progress) event);
  }

  static String turn(Live.TurnChanged turn) {
    JsonObject json =
        thread(
                frame("turn").put("turn", turn.attempt().turn()).put("chat", turn.address().chat()),
                turn.address().thread())
            .put("state", turn.state())
            .put("attempt", turn.attempt().number());
    if (!turn.reason().isEmpty()) {
      json.put("reason", turn.reason().toLowerCase(Locale.ROOT));
    }
    return json.put("steps", turn.steps())
        .put("inReplyTo", new JsonArray(turn.inReplyTo()))
        .encode();
  }

  private static String delta(Live.Delta delta) {
    return frame("delta")
        .put("turn", delta.attempt().turn())
        .put("attempt", delta.attempt().number())
        .put("seq", delta.seq())
        .put("text", delta.text())
        .encode();
  }

  private static String progress(Live.Progress progress) {
    return frame("progress")
        .put("turn", progress.attempt().turn())
        .put("attempt", progress.attempt().number())
        .put("step", progress.step())
        .put("label", progress.label())
        .encode();
  }

  static String history(String chat, String thread, List<HistoryItem> items, boolean more) {
    JsonArray array = new JsonArray();
    for (HistoryItem item : items) {
      JsonObject json =
          new JsonObject()
              .put("at", Instant.ofEpochMilli(item.at()).toString())
              .put("from", item.from().name().toLowerCase(Locale.ROOT))
              .put("id", item.id())
              .put("text", item.text());
      offered(filled(filled(json, "turn", item.turn()), "kind", item.kind()), item.options());
      array.add(named(json, item.files()));
    }
    return thread(frame("history").put("chat", chat), thread)
        .put("items", array)
        .put("more", more)
        .encode();
  }

  static String goaway(String reason, long reconnectAfter) {
    return frame("goaway").put("reason", reason).put("reconnectAfter", reconnectAfter).encode();
  }

  static String error(String code, String message, boolean fatal) {
    return frame("error").put("code", code).put("message", message).put("fatal", fatal).encode();
  }

  private static JsonObject frame(String type) {
    return new JsonObject().put("type", type);
  }

  private static JsonObject thread(JsonObject json, String thread) {
    return filled(json, "thread", thread);
  }

  /** With a field more, unless that is empty. */
  private static JsonObject filled(JsonObject json, String name, String value) {
    return value.isEmpty() ? json : json.put(name, value);
  }
}
