package io.holdfast.connector.websocket;

import io.holdfast.model.Audience;
import io.holdfast.model.Live;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which connections there are, and which of them watch which chat. Not thread-safe. */
final class Connections {

  private final Set<Connection> all = new LinkedHashSet<>();
  private final Set<Connection> bridges = new LinkedHashSet<>();
  private final Map<String, Set<Connection>> byChat = new HashMap<>();

  int size() {
    return all.size();
  }

  /** All of them, as of now. */
  List<Connection> all() {
    return List.copyOf(all);
  }

  void add(Connection connection) {
    all.add(connection);
  }

  void remove(Connection connection) {
    all.remove(connection);
  }

  /** The chats that are watched. */
  Audience watched() {
    return bridges.isEmpty() ? Audience.of(byChat.keySet()) : Audience.everyone();
  }

  /** From here {@code connection} sees what happens in the chats of {@code audience}. */
  void watch(Connection connection, Audience audience) {
    if (audience.all()) {
      bridges.add(connection);
    }
    for (String chat : audience.chats()) {
      byChat.computeIfAbsent(chat, first -> new LinkedHashSet<>(2)).add(connection);
    }
  }

  /** From here it does not. */
  void unwatch(Connection connection, Audience audience) {
    if (audience.all()) {
      bridges.remove(connection);
    }
    for (String chat : audience.chats()) {
      byChat.computeIfPresent(chat, (same, watchers) -> without(watchers, connection));
    }
  }

  private static @Nullable Set<Connection> without(Set<Connection> watchers, Connection one) {
    watchers.remove(one);
    return watchers.isEmpty() ? null : watchers;
  }

  /** Calls {@code each} with those that watch {@code chat}. */
  void watching(String chat, Consumer<Connection> each) {
    List<Connection> watchers = new ArrayList<>(bridges);
    watchers.addAll(byChat.getOrDefault(chat, Set.of()));
    watchers.forEach(each);
  }

  /** Shows a live event to those that watch its chat. */
  void show(Live event) {
    Glimpse glimpse = new Glimpse(event);
    watching(event.address().chat(), glimpse::show);
  }

  /** An event that is written at most once, however many see it. */
  private static final class Glimpse {
    private final Live event;
    private @Nullable String text;

    Glimpse(Live event) {
      this.event = event;
    }

    void show(Connection connection) {
      text = text == null ? Wire.live(event) : text;
      connection.show(text);
    }
  }
}
