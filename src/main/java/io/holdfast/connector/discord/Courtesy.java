package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Post;
import io.holdfast.model.Address;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why to whoever thinks that a message was taken. It is no reply: it is said once or not at
 * all, and not again in the same chat for a minute. Confined to one event loop.
 */
final class Courtesy {

  private static final Logger LOG = LoggerFactory.getLogger(Courtesy.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final long MINUTE = 60_000;
  private static final int CHATS = 1_000;

  private final Sends sends;
  private final ConnectorServices services;

  /** When something was said in a chat last; the oldest first. */
  private final Map<String, Long> told = new LinkedHashMap<>();

  Courtesy(Sends sends, ConnectorServices services) {
    this.sends = sends;
    this.services = services;
  }

  void tell(Address address, String text) {
    long now = services.clock().millis();
    if (now - told.getOrDefault(address.chat(), 0L) >= MINUTE) {
      told.remove(address.chat());
      told.put(address.chat(), now);
      if (told.size() > CHATS) {
        told.remove(told.keySet().iterator().next());
      }
      Post post = new Post("", address, text, List.of(), List.of(), now);
      services
          .permit()
          .send(TIMEOUT, () -> sends.send(post))
          .onFailure(e -> LOG.info("event=untold connector={} cause={}", address.connector(), e));
    }
  }
}
