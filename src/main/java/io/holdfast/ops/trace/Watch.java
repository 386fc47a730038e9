package io.holdfast.ops.trace;

import io.holdfast.model.TurnDetail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which turns are to be looked at, and when: each until it has ended and its deliveries are final.
 * An end is looked at at once; anything else more and more rarely, since it is only for the case
 * that nobody said so. Not thread-safe; times are in milliseconds since the epoch.
 */
final class Watch {

  private static final long FIRST_PAUSE = 1_000;
  private static final long LONGEST_PAUSE = 300_000;

  private static final class Entry {
    private long due;
    private long pause = FIRST_PAUSE;
    private boolean ended;

    /** What was exported of it; a turn that is tried again ends again, under the same ids. */
    private final Set<String> exported = new HashSet<>();

    private Entry(long due) {
      this.due = due;
    }
  }

  private final int limit;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Long> done;

  /** Watches and remembers at most {@code limit} turns; the eldest are forgotten. */
  Watch(int limit) {
    this.limit = limit;
    this.done = new Latest(limit);
  }

  /** There is such a turn. */
  void seen(String turn, long now) {
    if (!entries.containsKey(turn)) {
      makeRoom();
      entries.put(turn, new Entry(now + FIRST_PAUSE));
    }
  }

  private void makeRoom() {
    if (entries.size() >= limit) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** It has ended. */
  void ended(String turn, long now) {
    seen(turn, now);
    Entry entry = entries.get(turn);
    if (entry != null) {
      entry.ended = true;
      entry.due = now;
      entry.pause = FIRST_PAUSE;
    }
  }

  /** As {@link #ended(String, long)}, unless all of it was exported after this end. */
  void ended(String turn, long since, long now) {
    if (done.getOrDefault(turn, Long.MIN_VALUE) < since) {
      ended(turn, now);
    }
  }

  /** The turns to look at now, at most {@code most}; each is due again later by itself. */
  List<String> due(long now, int most) {
    List<String> due = new ArrayList<>();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      Entry entry = each.getValue();
      if (entry.due <= now && due.size() < most) {
        due.add(each.getKey());
        entry.due = now + entry.pause;
        entry.pause = Math.min(LONGEST_PAUSE, entry.pause * 2);
      }
    }
    return due;
  }

  /** The turns that have ended, whether due or not, at most {@code most}. */
  List<String> unfinished(int most) {
    return entries.entrySet().stream()
        .filter(each -> each.getValue().ended)
        .map(Map.Entry::getKey)
        .limit(most)
        .toList();
  }

  /** There is no such turn. */
  void gone(String turn) {
    entries.remove(turn);
  }

  /** The spans that are new since the last look; forgets the turn when there will be no more. */
  List<Span> news(TurnDetail detail) {
    String turn = detail.turn().id();
    Entry entry = entries.get(turn);
    if (entry == null || detail.turn().state().open()) {
      return List.of();
    }
    entry.ended = true;
    List<Span> news =
        TurnSpans.of(detail).stream()
            .filter(span -> entry.exported.add(span.id() + span.end()))
            .toList();
    if (detail.deliveries().stream().allMatch(TurnSpans::ended)) {
      entries.remove(turn);
      done.put(turn, detail.turn().since());
    }
    return news;
  }

  int size() {
    return entries.size();
  }

  /** Remembers what was put last. */
  private static final class Latest extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Latest(int limit) {
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > limit;
    }
  }
}
