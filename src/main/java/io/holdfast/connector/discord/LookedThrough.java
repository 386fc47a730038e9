package io.holdfast.connector.discord;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a channel was looked through for a post that was not there. A search that begins at its
 * first page each time never ends where more was said since than a try has time, or leave, to read.
 * What is sent later has a higher id, so what was looked through stays so. Confined to one event
 * loop.
 */
final class LookedThrough {

  /** One that is forgotten is only looked for from its first page again. */
  private static final int MOST = 1_000;

  private final Map<String, Long> upto = new LinkedHashMap<>();

  /** Of the post with this key there is nothing up to this message; 0 where that is not known. */
  long upto(String key) {
    return upto.getOrDefault(key, 0L);
  }

  /** A try may still read on when the next one has begun: what is further counts. */
  void add(String key, long message) {
    long furthest = Math.max(message, upto(key));
    upto.remove(key);
    upto.put(key, furthest);
    if (upto.size() > MOST) {
      upto.remove(upto.keySet().iterator().next());
    }
  }
}
