package io.holdfast.connector.websocket;

import io.holdfast.model.Attachment;
import io.holdfast.model.Sender;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads what clients send. */
final class Frames {

  static final int HISTORY_LIMIT = 200;
  private static final int HISTORY_DEFAULT = 50;

  /** In seconds; what is later, or as much earlier, has no place in milliseconds. */
  private static final long LATEST = Long.MAX_VALUE / 1_000;

  private Frames() {}

  static ClientFrame parse(Buffer text) {
    JsonObject json;
    try {
      json = new JsonObject(text);
    } catch (DecodeException | ClassCastException e) {
      return new ClientFrame.Malformed("not a JSON object");
    }
    try {
      return read(new Fields(json));
    } catch (Fields.Bad e) {
      return new ClientFrame.Malformed(e.why());
    }
  }

  private static ClientFrame read(Fields fields) {
    String type = fields.text("type");
    return switch (type) {
      case "hello" -> hello(fields);
      case "message" -> message(fields);
      case "ack" -> new ClientFrame.Ack(fields.texts("deliveries"));
      case "history" -> history(fields);
      case "file" -> file(fields);
      case "subscribe" -> new ClientFrame.Subscribe(new LinkedHashSet<>(fields.ids("chats")));
      case "unsubscribe" -> new ClientFrame.Unsubscribe(new LinkedHashSet<>(fields.ids("chats")));
      default -> new ClientFrame.Unknown(type);
    };
  }

  private static ClientFrame hello(Fields fields) {
    return new ClientFrame.Hello(
        fields.has("token") ? fields.text("token") : "",
        client(fields),
        fields.has("chats") ? new LinkedHashSet<>(fields.ids("chats")) : null,
        fields.has("history") ? clamp(fields.number("history"), 0) : 0);
  }

  private static String client(Fields fields) {
    return fields.isObject("client") ? fields.object("client").id("name") : fields.text("client");
  }

  private static ClientFrame message(Fields fields) {
    String id = fields.text("id");
    try {
      checkTime(fields);
      return new ClientFrame.Message(
          fields.id("id"),
          fields.id("chat"),
          fields.has("thread") ? fields.id("thread") : "",
          sender(fields.object("sender")),
          said(fields),
          fields.has("attachments") ? attachments(fields.array("attachments")) : List.of());
    } catch (Fields.Bad e) {
      return new ClientFrame.BadMessage(id, e.why());
    }
  }

  private static String said(Fields fields) {
    String text = fields.text("text");
    if (text.isEmpty() && !fields.has("attachments")) {
      throw new Fields.Bad("text is empty");
    }
    return text;
  }

  private static Sender sender(Fields fields) {
    return new Sender(fields.id("id"), fields.has("name") ? fields.text("name") : "");
  }

  private static List<Attachment> attachments(JsonArray array) {
    List<Attachment> attachments = new ArrayList<>(array.size());
    for (Object each : array) {
      if (!(each instanceof JsonObject json)) {
        throw new Fields.Bad("attachments must be objects");
      }
      Fields fields = new Fields(json);
      String data = fields.text("data");
      checkBase64(data);
      attachments.add(new Attachment(fields.text("name"), fields.text("type"), data));
    }
    return attachments;
  }

  private static void checkBase64(String data) {
    try {
      Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw new Fields.Bad("data of an attachment is not base64");
    }
  }

  /** When it was sent the client says by a clock of its own: nothing is decided by it. */
  private static void checkTime(Fields fields) {
    if (fields.has("sentAt") && !isTime(fields.text("sentAt"))) {
      throw new Fields.Bad("sentAt is not an RFC 3339 time");
    }
  }

  private static boolean isTime(String text) {
    try {
      return Math.abs(OffsetDateTime.parse(text).toEpochSecond()) <= LATEST;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static ClientFrame history(Fields fields) {
    return new ClientFrame.History(
        fields.id("chat"),
        fields.has("thread") ? fields.id("thread") : "",
        fields.has("before") ? fields.text("before") : "",
        fields.has("limit") ? clamp(fields.number("limit"), 1) : HISTORY_DEFAULT);
  }

  private static ClientFrame file(Fields fields) {
    long file = fields.number("file");
    if (file < 0 || file > Integer.MAX_VALUE) {
      throw new Fields.Bad("there is no such file");
    }
    return new ClientFrame.File(
        fields.id("chat"),
        fields.has("thread") ? fields.id("thread") : "",
        fields.id("item"),
        (int) file);
  }

  private static int clamp(long wanted, int least) {
    return (int) Math.max(least, Math.min(wanted, HISTORY_LIMIT));
  }
}
