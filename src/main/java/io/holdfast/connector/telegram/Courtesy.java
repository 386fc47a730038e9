package io.holdfast.connector.telegram;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.model.Address;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people why their message was not taken: once an hour in a chat, and not at all if that
 * fails. Confined to one event loop.
 */
final class Courtesy {

  private static final Logger LOG = LoggerFactory.getLogger(Courtesy.class);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int CHATS = 10_000;

  private final Sends sends;
  private final ConnectorServices services;
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > CHATS;
        }
      };

  Courtesy(Sends sends, ConnectorServices services) {
    this.sends = sends;
    this.services = services;
  }

  /** Whether it is time to tell a chat again; if so it is told. */
  boolean tell(Address address, String text) {
    long now = services.clock().millis();
    Long last = told.get(address.chat());
    if (last != null && now - last < HOUR) {
      return false;
    }
    told.remove(address.chat());
    told.put(address.chat(), now);
    Post post = new Post("", address, text, List.of(), List.of(), now);
    services
        .permit()
        .send(Platform.TIMEOUT, () -> sends.send(post))
        .onFailure(
            e -> LOG.info("event=untold connector={} cause={}", address.connector(), e.toString()));
    return true;
  }
}
