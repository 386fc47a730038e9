package io.holdfast.bus;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Live;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;

/** Live events as text, for other processes to see. */
final class LiveText {

  private static final String TURN = "turn";
  private static final String DELTA = "delta";
  private static final String PROGRESS = "progress";

  /** Where an event's own fields begin: after its kind, its address and its attempt. */
  private static final int OWN = 7;

  private LiveText() {}

  /** What it is about: of a turn's states and of its steps the latest is enough. */
  static String about(Live event) {
    if (event instanceof Live.TurnChanged changed) {
      return TURN + changed.attempt().turn();
    }
    if (event instanceof Live.Progress progress) {
      return PROGRESS + progress.attempt().turn();
    }
    Live.Delta delta = (Live.Delta) event;
    return DELTA + delta.attempt().turn() + "." + delta.attempt().number() + "." + delta.seq();
  }

  static String of(Live event) {
    if (event instanceof Live.TurnChanged changed) {
      return head(TURN, changed.address(), changed.attempt())
          .add(changed.state())
          .add(changed.reason())
          .add(changed.steps())
          .add(new JsonArray(changed.inReplyTo()))
          .encode();
    }
    if (event instanceof Live.Progress progress) {
      return head(PROGRESS, progress.address(), progress.attempt())
          .add(progress.step())
          .add(progress.label())
          .encode();
    }
    Live.Delta delta = (Live.Delta) event;
    return head(DELTA, delta.address(), delta.attempt())
        .add(delta.seq())
        .add(delta.text())
        .encode();
  }

  private static JsonArray head(String kind, Address address, AttemptId attempt) {
    return new JsonArray()
        .add(kind)
        .add(address.connector())
        .add(address.chat())
        .add(address.thread())
        .add(address.person())
        .add(attempt.turn())
        .add(attempt.number());
  }

  /** The event; empty where a process of another version says what this one does not know. */
  static Optional<Live> read(String text) {
    try {
      JsonArray fields = new JsonArray(text);
      Address address =
          new Address(
              fields.getString(1), fields.getString(2), fields.getString(3), fields.getString(4));
      AttemptId attempt = new AttemptId(fields.getString(5), fields.getInteger(6));
      return own(fields, address, attempt);
    } catch (DecodeException
        | ClassCastException
        | IndexOutOfBoundsException
        | NullPointerException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Live> own(JsonArray fields, Address address, AttemptId attempt) {
    return switch (fields.getString(0)) {
      case TURN ->
          Optional.of(
              new Live.TurnChanged(
                  address,
                  attempt,
                  fields.getString(OWN),
                  fields.getString(OWN + 1),
                  fields.getInteger(OWN + 2),
                  texts(fields.getJsonArray(OWN + 3))));
      case PROGRESS ->
          Optional.of(
              new Live.Progress(
                  address, attempt, fields.getInteger(OWN), fields.getString(OWN + 1)));
      case DELTA ->
          Optional.of(
              new Live.Delta(address, attempt, fields.getInteger(OWN), fields.getString(OWN + 1)));
      default -> Optional.empty();
    };
  }

  private static List<String> texts(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }
}
