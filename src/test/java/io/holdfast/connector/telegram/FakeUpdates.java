package io.holdfast.connector.telegram;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What has happened at the bot of a {@link FakeTelegram}, told to it until it confirms that. */
final class FakeUpdates {

  private static final long HOLD = 2_000;

  private final Vertx vertx;
  private final List<JsonObject> updates = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private JsonArray allowed = new JsonArray().add("message").add("callback_query");
  private long next = 700;
  private int conflicts;
  private int polls;

  FakeUpdates(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Something of a kind has happened; it is told if it is asked for. */
  synchronized void add(String kind, JsonObject what) {
    if (allowed.contains(kind)) {
      updates.add(new JsonObject().put("update_id", next++).put(kind, what));
    }
    List<Runnable> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(Runnable::run);
  }

  /** So many questions for more are answered with: another one asks, too. */
  synchronized void conflict(int times) {
    conflicts = times;
  }

  /** What is not confirmed. */
  synchronized int unconfirmed() {
    return updates.size();
  }

  /** How often more was asked for. */
  synchronized int polls() {
    return polls;
  }

  /** Answers once there is something to tell, or after a while. */
  synchronized void poll(HttpServerRequest request, JsonObject arguments) {
    polls++;
    if (conflicts > 0) {
      conflicts--;
      FakeAnswer.error(request, 409, "Conflict: terminated by other getUpdates request");
      return;
    }
    long asked = arguments.getLong("offset", 0L);
    allowed = arguments.getJsonArray("allowed_updates");
    updates.removeIf(update -> update.getLong("update_id") < asked);
    if (!updates.isEmpty()) {
      answer(request);
      return;
    }
    Runnable answer = () -> answer(request);
    held.add(answer);
    vertx.setTimer(HOLD, late -> expire(answer));
  }

  private synchronized void expire(Runnable answer) {
    if (held.remove(answer)) {
      answer.run();
    }
  }

  private synchronized void answer(HttpServerRequest request) {
    FakeAnswer.ok(request, new JsonArray(List.copyOf(updates)));
  }
}
