package io.holdfast.runner.openai;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a completion: an event stream, or the plain JSON of a server that does not stream. Which of
 * them it is shows in its first character; content types are not to be relied on.
 */
final class AnswerReader implements BodyReader {

  private static final String DONE = "[DONE]";

  /** In characters; a model that never stops must not fill the memory. */
  private static final int LONGEST = 4 * 1024 * 1024;

  private final Diagnosis diagnosis;
  private final Consumer<String> delta;
  private final SseDecoder events = new SseDecoder(this::event);
  private final Buffer plain = Buffer.buffer();
  private final StringBuilder text = new StringBuilder();
  private JsonObject usage = new JsonObject();
  private String finish = "";
  private Form form = Form.UNKNOWN;
  private boolean done;

  private enum Form {
    UNKNOWN,
    EVENTS,
    PLAIN
  }

  AnswerReader(Diagnosis diagnosis, Consumer<String> delta) {
    this.diagnosis = diagnosis;
    this.delta = delta;
  }

  @Override
  public void feed(Buffer bytes) {
    if (form == Form.UNKNOWN) {
      form = formOf(bytes);
    }
    if (form == Form.PLAIN) {
      plain.appendBuffer(bytes);
      bound(plain.length());
      return;
    }
    try {
      events.feed(bytes);
    } catch (IllegalStateException e) {
      throw garbled(e.getMessage());
    }
  }

  private static Form formOf(Buffer bytes) {
    String start = bytes.getString(0, Math.min(bytes.length(), 64)).stripLeading();
    if (start.startsWith("<")) {
      throw ModelFailure.permanent(
          "not-an-api", "The model server answered with a web page, so base-url may be wrong", "");
    }
    if (start.isEmpty()) {
      return Form.UNKNOWN;
    }
    return start.startsWith("{") || start.startsWith("[") ? Form.PLAIN : Form.EVENTS;
  }

  @Override
  public boolean complete() {
    return done;
  }

  @Override
  public Answer end() {
    if (form == Form.PLAIN) {
      chunk(plain.toString());
      done = true;
    } else {
      events.end();
    }
    if (!done && finish.isEmpty()) {
      throw ModelFailure.passing("cut", "The model's answer broke off", "");
    }
    if (finish.equals("error")) {
      throw ModelFailure.passing("provider-failed", "The model server failed", "");
    }
    return new Answer(text.toString(), finish, usage);
  }

  private void event(String data) {
    if (done) {
      return;
    }
    if (data.strip().equals(DONE)) {
      done = true;
    } else if (!data.isBlank()) {
      chunk(data);
    }
  }

  private void chunk(String data) {
    JsonObject chunk = parse(data);
    if (chunk.getValue("error") != null) {
      ProviderError error = ProviderError.of(chunk);
      throw diagnosis.inAnswer(error);
    }
    if (chunk.getValue("usage") instanceof JsonObject counted) {
      usage = counted;
    }
    if (chunk.getValue("choices") instanceof JsonArray choices
        && !choices.isEmpty()
        && choices.getValue(0) instanceof JsonObject choice) {
      choice(choice);
    } else if (form == Form.PLAIN) {
      throw garbled("no choices");
    }
  }

  private void choice(JsonObject choice) {
    Object said = choice.getValue("delta", choice.getValue("message"));
    if (said instanceof JsonObject message) {
      String content = content(message.getValue("content"));
      say(content.isEmpty() ? content(message.getValue("refusal")) : content);
    }
    if (choice.getValue("finish_reason") instanceof String reason && !reason.isEmpty()) {
      finish = reason;
    }
  }

  /** Text, or the text among the typed parts that some servers send instead. */
  private static String content(@Nullable Object content) {
    if (content instanceof String string) {
      return string;
    }
    StringBuilder parts = new StringBuilder();
    if (content instanceof JsonArray array) {
      for (Object part : array) {
        if (part instanceof JsonObject object && object.getValue("text") instanceof String piece) {
          parts.append(piece);
        }
      }
    }
    return parts.toString();
  }

  private void say(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      bound(text.length());
      delta.accept(piece);
    }
  }

  private static JsonObject parse(String data) {
    try {
      return new JsonObject(data);
    } catch (DecodeException e) {
      throw garbled("not JSON");
    }
  }

  private static void bound(int length) {
    if (length > LONGEST) {
      throw ModelFailure.permanent("endless", "The model's answer grew without an end", "");
    }
  }

  private static ModelFailure garbled(@Nullable String detail) {
    return ModelFailure.passing(
        "garbled", "The model server sent what is not a completion", "" + detail);
  }
}
