package io.holdfast.lab.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client that follows the protocol {@code holdfast.v1} sees in the frames that it gets. It
 * remembers which deliveries it has shown. Not safe: one thread at a time.
 */
public final class Frames {

  private final Set<String> shown = new HashSet<>();

  /** Reads one; empty where it says nothing of a turn or of what was accepted or delivered. */
  public Optional<Event> read(JsonObject frame) {
    String chat = frame.getString("chat", "");
    return switch (frame.getString("type")) {
      case "accepted" -> Optional.of(accepted(chat, frame));
      case "reply", "notice" -> Optional.of(delivered(chat, frame));
      case "turn" -> Optional.of(turned(chat, frame));
      default -> Optional.empty();
    };
  }

  private static Event accepted(String chat, JsonObject frame) {
    return new Event.Accepted(chat, frame.getString("id"), "", frame.getBoolean("duplicate"));
  }

  private Event delivered(String chat, JsonObject frame) {
    String delivery = frame.getString("delivery");
    return shown.add(delivery) ? shown(chat, delivery, frame) : new Event.Repeated(chat, delivery);
  }

  private static Event shown(String chat, String delivery, JsonObject frame) {
    return new Event.Shown(
        chat,
        delivery,
        frame.getString("type"),
        frame.getString("kind", ""),
        frame.getString("turn", ""),
        inReplyTo(frame),
        frame.getInteger("part", 1),
        frame.getInteger("parts", 1),
        frame.getString("text"));
  }

  private static Event turned(String chat, JsonObject frame) {
    return new Event.Turned(
        chat,
        frame.getString("turn"),
        frame.getString("state"),
        frame.getInteger("attempt"),
        frame.getString("reason", ""),
        inReplyTo(frame));
  }

  private static List<String> inReplyTo(JsonObject frame) {
    return frame.getJsonArray("inReplyTo", new JsonArray()).stream().map(Object::toString).toList();
  }
}
