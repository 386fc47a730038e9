package io.holdfast.connector.discord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far what was told is done with. The mark stays where it is while something from before may
 * still be missing: whoever goes on from here looks for it again. Confined to one event loop.
 */
final class Bookmark {

  /** Messages of different channels may be told in another order than that of their ids. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int DIRECT_CHANNELS = 200;

  private String bot;
  private String session;
  private String url;
  private Seqs seqs;
  private long mark;
  private long newest;
  private final Set<String> awaited;
  private final Map<String, String> owed;
  private final Set<String> direct;

  Bookmark(Cursor cursor) {
    this.bot = cursor.bot();
    this.session = cursor.session();
    this.url = cursor.url();
    this.seqs = new Seqs(cursor.seq());
    this.mark = cursor.mark();
    this.newest = cursor.mark();
    this.awaited = new LinkedHashSet<>(cursor.awaited());
    this.owed = new LinkedHashMap<>(cursor.owed());
    this.direct = new LinkedHashSet<>(cursor.direct());
  }

  Cursor cursor() {
    return new Cursor(
        bot,
        session,
        url,
        seqs.reached(),
        mark(),
        List.copyOf(awaited),
        owed,
        new ArrayList<>(direct));
  }

  private long mark() {
    if (awaited.isEmpty() && owed.isEmpty()) {
      mark = newest;
    }
    return mark;
  }

  String bot() {
    return bot;
  }

  /**
   * A session has begun: what was said since the last one is to be looked for, in these guilds and
   * in the direct channels. Of a bot that is new, what is said from now on counts.
   *
   * @param now milliseconds since the epoch
   */
  void begun(String id, String resumeUrl, String user, List<String> guilds, long now) {
    session = id;
    url = resumeUrl;
    bot = user;
    seqs = new Seqs(0);
    if (mark == 0) {
      mark = Snowflake.at(now + MARGIN.toMillis());
      newest = mark;
      return;
    }
    mark();
    awaited.clear();
    awaited.addAll(guilds);
    direct.forEach(channel -> owed.put(channel, ""));
  }

  /** An event of the session is done with. */
  void done(String of, int seq) {
    if (of.equals(session)) {
      seqs.add(seq);
    }
  }

  /** A message is accepted, or is not for this bot. */
  void seen(Said said, Place place) {
    newest = Math.max(newest, Snowflake.of(said.id()));
    if (place.direct()) {
      direct.remove(place.channel());
      direct.add(place.channel());
      if (direct.size() > DIRECT_CHANNELS) {
        direct.remove(direct.iterator().next());
      }
    }
  }

  /** Where to look for what is missing begins behind this id. */
  long from() {
    return Snowflake.before(mark, MARGIN);
  }

  /** Whether a guild's history is still to be looked at. */
  boolean awaits(String guild) {
    return awaited.contains(guild);
  }

  /** A guild has told its channels, of which these have something new; or it is left. */
  void told(String guild, List<Place> missing) {
    missing.forEach(place -> owed.put(place.channel(), guild));
    awaited.remove(guild);
  }

  /** The channels that are to be looked at. */
  List<Place> owed() {
    return owed.entrySet().stream()
        .map(entry -> new Place(entry.getKey(), entry.getValue(), ""))
        .toList();
  }

  /** All that a channel has is accepted. */
  void paid(String channel) {
    owed.remove(channel);
  }
}
