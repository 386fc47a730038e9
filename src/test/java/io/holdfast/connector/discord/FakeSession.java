package io.holdfast.connector.discord;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session of the gateway: it numbers what it is told, and keeps it for whoever resumes. */
final class FakeSession {

  private final String id;
  private final int intents;
  private final List<JsonObject> told = new ArrayList<>();
  private Optional<FakeSocket> socket;

  FakeSession(String id, int intents, FakeSocket socket) {
    this.id = id;
    this.intents = intents;
    this.socket = Optional.of(socket);
  }

  String id() {
    return id;
  }

  boolean wants(int intent) {
    return (intents & intent) != 0;
  }

  int seq() {
    return told.size();
  }

  /** Numbers an event and gives its frame, which is not written yet. */
  JsonObject number(String name, JsonObject data) {
    JsonObject frame =
        new JsonObject().put("op", 0).put("t", name).put("s", told.size() + 1).put("d", data);
    told.add(frame);
    return frame;
  }

  /** Writes an event to whoever is connected. */
  void tell(String name, JsonObject data) {
    JsonObject frame = number(name, data);
    socket.ifPresent(open -> open.write(frame));
  }

  void write(JsonObject frame) {
    socket.ifPresent(open -> open.write(frame));
  }

  /** Goes on over another socket: what was not seen comes again. */
  void resume(FakeSocket other, int seq) {
    socket = Optional.of(other);
    told.subList(seq, told.size()).forEach(other::write);
    tell("RESUMED", new JsonObject());
  }

  void leave(FakeSocket gone) {
    socket = socket.filter(open -> open != gone);
  }
}
