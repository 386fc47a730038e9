package io.holdfast.connector.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what was said while no session lasted, in the channels that a bookmark owes that to.
 * What was accepted already is accepted again, which changes nothing. Confined to one event loop.
 */
final class Backfill {

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
  private static final int PAGE = 100;
  private static final Comparator<JsonObject> OLDEST_FIRST =
      Comparator.comparingLong(message -> Snowflake.of(Json.text(message, "id")));

  /** One that says what a channel has cannot be asked now. */
  static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unread(Throwable cause) {
      super(cause.getMessage(), null, false, false);
    }
  }

  private final String connector;
  private final Rest rest;
  private final Places places;
  private final Bookmark bookmark;
  private final Intake intake;

  Backfill(String connector, Rest rest, Places places, Bookmark bookmark, Intake intake) {
    this.connector = connector;
    this.rest = rest;
    this.places = places;
    this.bookmark = bookmark;
    this.intake = intake;
  }

  /**
   * Completes with whether nothing is owed any more; what could not be read is still owed. Fails
   * when a message cannot be committed now.
   */
  Future<Boolean> run() {
    return each(bookmark.owed().iterator(), this::channel).map(done -> bookmark.owed().isEmpty());
  }

  private Future<Void> channel(Place place) {
    return known(place)
        .compose(known -> page(known, bookmark.from()))
        .onSuccess(read -> bookmark.paid(place.channel()))
        .recover(
            cause ->
                cause instanceof Unread ? Future.succeededFuture() : Future.failedFuture(cause));
  }

  /**
   * Another process may have found out that it is owed, and only the parent tells who may speak.
   */
  private Future<Place> known(Place place) {
    return place.direct()
        ? Future.succeededFuture(place)
        : places
            .find(place.channel(), place.guild())
            .recover(cause -> Future.failedFuture(new Unread(cause)));
  }

  private Future<Void> page(Place place, long after) {
    return rest.look("/channels/" + place.channel() + "/messages?limit=" + PAGE + "&after=" + after)
        .map(page -> Json.objects((JsonArray) page).stream().sorted(OLDEST_FIRST).toList())
        .recover(cause -> unread(place, cause))
        .compose(
            page ->
                each(page.iterator(), message -> offer(place, message))
                    .compose(taken -> rest(place, page)));
  }

  private Future<Void> rest(Place place, List<JsonObject> page) {
    return page.size() < PAGE
        ? Future.succeededFuture()
        : page(place, Snowflake.of(Json.text(page.get(page.size() - 1), "id")));
  }

  private Future<List<JsonObject>> unread(Place place, Throwable cause) {
    LOG.warn(
        "event=history-unread connector={} channel={} cause={}",
        connector,
        place.channel(),
        cause.toString());
    boolean never = cause instanceof ApiFailure failure && !failure.passing();
    return never ? Future.succeededFuture(List.of()) : Future.failedFuture(new Unread(cause));
  }

  private Future<Void> offer(Place place, JsonObject message) {
    return Said.of(message, bookmark.bot())
        .map(said -> intake.missed(said, Said.editedAt(message), place))
        .orElseGet(Future::succeededFuture);
  }

  private static <T> Future<Void> each(Iterator<T> all, Function<T, Future<Void>> step) {
    return all.hasNext()
        ? step.apply(all.next()).compose(done -> each(all, step))
        : Future.succeededFuture();
  }
}
