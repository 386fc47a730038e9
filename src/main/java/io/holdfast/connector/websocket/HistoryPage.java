package io.holdfast.connector.websocket;

import io.holdfast.model.HistoryItem;
import java.util.List;

/**
 * What one {@code history} frame carries.
 *
 * @param items oldest first
 * @param more whether there are older ones
 */
record HistoryPage(List<HistoryItem> items, boolean more) {

  /** A frame stays below what any client can take in one piece; the rest is a page of its own. */
  private static final int MOST_CHARS = 128 * 1024;

  /** The newest of {@code items} that fit, at most {@code limit} and at least one. */
  static HistoryPage newest(List<HistoryItem> items, int limit) {
    int first = items.size();
    int chars = 0;
    while (first > 0 && items.size() - first < limit) {
      chars += items.get(first - 1).text().length();
      if (chars > MOST_CHARS && first < items.size()) {
        break;
      }
      first--;
    }
    return new HistoryPage(List.copyOf(items.subList(first, items.size())), first > 0);
  }
}
