package io.holdfast.connector.telegram;

import io.holdfast.connector.Outbox;
import io.holdfast.retry.Until;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what was said, one question at a time. A question confirms all that it does not ask for,
 * so it is asked only once all before it is committed; a process that ends before gets it again.
 * Confined to one event loop.
 */
final class Poll {

  private static final Logger LOG = LoggerFactory.getLogger(Poll.class);

  /** How long the platform holds a question that it has no answer to. */
  private static final int HOLD_SECONDS = 25;

  private static final JsonArray HEARD =
      JsonArray.of("message", "edited_message", "callback_query");

  private static final Duration SILENCE = Duration.ofSeconds(HOLD_SECONDS + 10);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final long STORE_PAUSE = 1_000;
  private static final long EMPTY_PAUSE = 100;
  private static final long LONGEST = 60_000;
  private static final int DOUBLINGS = 6;

  private final Vertx vertx;
  private final String connector;
  private final BotApi api;
  private final Intake intake;
  private final Outbox outbox;
  private String bot = "";
  private long offset;
  private int failures;
  private boolean stopped;

  Poll(Vertx vertx, String connector, BotApi api, Intake intake, Outbox outbox) {
    this.vertx = vertx;
    this.connector = connector;
    this.api = api;
    this.intake = intake;
    this.outbox = outbox;
  }

  /** Goes on until it is stopped, whatever fails. */
  void begin() {
    api.call("getMe", new JsonObject(), SHORT).onSuccess(this::linked).onFailure(this::failed);
  }

  private void linked(JsonObject answer) {
    if (stopped) {
      return;
    }
    bot = answer.getJsonObject("result").getString("username", "");
    LOG.info("event=up connector={} bot={}", connector, bot);
    outbox.open();
    ask();
  }

  private void ask() {
    if (stopped) {
      return;
    }
    JsonObject question =
        new JsonObject().put("timeout", HOLD_SECONDS).put("allowed_updates", HEARD.copy());
    if (offset > 0) {
      question.put("offset", offset);
    }
    api.call("getUpdates", question, SILENCE)
        .map(answer -> answer.getJsonArray("result"))
        .compose(updates -> take(updates, 0).map(done -> updates.isEmpty()))
        .onSuccess(this::taken)
        .onFailure(this::failed);
  }

  /** A server that does not hold questions would be asked without end. */
  private void taken(boolean nothing) {
    failures = 0;
    if (nothing) {
      pause(EMPTY_PAUSE).onSuccess(again -> ask());
    } else {
      ask();
    }
  }

  /** One after the other: what cannot be committed now is not passed over. */
  private Future<Void> take(JsonArray updates, int index) {
    if (index == updates.size() || stopped) {
      return Future.succeededFuture();
    }
    JsonObject update = updates.getJsonObject(index);
    // First of all: what is stored and cannot be confirmed would come again for ever.
    long id = update.getLong("update_id");
    Optional<Said> said = overtaken(updates, index) ? Optional.empty() : said(update, id);
    return Until.succeeded(() -> offer(said), () -> stopped, () -> pause(STORE_PAUSE))
        .compose(
            offered -> {
              if (stopped) {
                return Future.succeededFuture();
              }
              offset = id + 1;
              return take(updates, index + 1);
            });
  }

  /**
   * Whether its message has changed once more. When it was changed is told in seconds: of two
   * changes within one, both told again, the first would count as the later.
   */
  private static boolean overtaken(JsonArray updates, int index) {
    String changed = Said.edited(updates.getJsonObject(index));
    return !changed.isEmpty()
        && IntStream.range(index + 1, updates.size())
            .anyMatch(later -> changed.equals(Said.edited(updates.getJsonObject(later))));
  }

  /** What cannot be read now cannot be read later: it is passed over, and what follows is heard. */
  private Optional<Said> said(JsonObject update, long id) {
    try {
      return Said.of(update, bot);
    } catch (RuntimeException e) {
      LOG.warn(
          "event=not-understood connector={} update={} cause={}",
          connector,
          id,
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Future<Void> offer(Optional<Said> said) {
    return said.map(intake::offer)
        .orElseGet(Future::succeededFuture)
        .onFailure(e -> LOG.warn("event=not-taken connector={} cause={}", connector, "" + e));
  }

  private Future<Void> pause(long millis) {
    return vertx.timer(Math.max(1, millis), TimeUnit.MILLISECONDS).mapEmpty();
  }

  private void failed(Throwable cause) {
    if (stopped) {
      return;
    }
    failures++;
    long pause = STORE_PAUSE << Math.min(DOUBLINGS, failures - 1);
    if (cause instanceof ApiFailure failure && failure.conflict()) {
      LOG.warn("event=conflict connector={} because=\"{}\"", connector, failure.getMessage());
      pause(Math.min(LONGEST, pause)).onSuccess(again -> ask());
      return;
    }
    LOG.warn("event=down connector={} cause={}", connector, cause.getMessage());
    outbox.shut();
    long told = cause instanceof ApiFailure failure ? failure.pause() : 0;
    pause(Math.max(told, Math.min(LONGEST, pause))).onSuccess(again -> begin());
  }

  void stop() {
    stopped = true;
  }
}
