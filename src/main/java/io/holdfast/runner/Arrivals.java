package io.holdfast.runner;

import io.holdfast.model.Message;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came for a turn while it ran, as far as an attempt knows of it. */
final class Arrivals {

  private final Map<String, String> taken = new LinkedHashMap<>();
  private boolean more;

  /** Of an attempt that begins where something may have come already, or not. */
  Arrivals(boolean more) {
    this.more = more;
  }

  /** Whether there may be something to take. */
  boolean more() {
    return more;
  }

  /** The store is asked; what comes from here on is told anew. */
  void asked() {
    more = false;
  }

  /** This was taken; there may be more where there was something. */
  void took(List<Message> messages) {
    messages.forEach(message -> taken.put(message.id(), message.inbound().platformId()));
    more |= !messages.isEmpty();
  }

  /** So many came, taken or not. */
  void came(int count) {
    more |= count > taken.size();
  }

  /** The platform ids of these and of what was taken. */
  List<String> with(List<String> platformIds) {
    Set<String> all = new LinkedHashSet<>(platformIds);
    all.addAll(taken.values());
    return List.copyOf(all);
  }
}
