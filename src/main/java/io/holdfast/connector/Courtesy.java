package io.holdfast.connector;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.RejectCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why to whoever thinks that a message was taken. It is no reply: it is said once or not at
 * all, and in the same chat only now and then. Confined to one event loop.
 */
public final class Courtesy {

  private static final Logger LOG = LoggerFactory.getLogger(Courtesy.class);

  /** Of so many chats it is remembered when they were told last. */
  private static final int CHATS = 10_000;

  private static final Duration REFUSED = Duration.ofMinutes(1);

  private final Platform platform;
  private final ConnectorServices services;

  /** When something was said in a chat last; the oldest first. */
  private final Map<String, Long> told = new LinkedHashMap<>();

  public Courtesy(Platform platform, ConnectorServices services) {
    this.platform = platform;
    this.services = services;
  }

  /**
   * Why a message is not taken, for whoever said it; empty where it is, and where it was taken
   * before with another text, as one is that was edited since.
   */
  public static String obstacle(Acceptance acceptance) {
    return acceptance instanceof Acceptance.Refused refused
            && refused.code() != RejectCode.ID_REUSED
        ? refused.explanation()
        : "";
  }

  /** Says why a message is not taken, if it is not, once a minute at most. */
  public void explain(Address address, String obstacle) {
    if (!obstacle.isEmpty()) {
      tell(address, obstacle, REFUSED);
    }
  }

  /** Whether a chat was told something within {@code rest}. */
  boolean told(Address address, Duration rest) {
    Long last = told.get(address.chat());
    return last != null && services.clock().millis() - last < rest.toMillis();
  }

  /**
   * Tells a chat, unless it was told something within {@code rest}.
   *
   * @return whether it is told
   */
  public boolean tell(Address address, String text, Duration rest) {
    if (told(address, rest)) {
      return false;
    }
    long now = services.clock().millis();
    told.remove(address.chat());
    told.put(address.chat(), now);
    if (told.size() > CHATS) {
      told.remove(told.keySet().iterator().next());
    }
    String key = Posts.key(address.chat() + "/" + now, 0);
    Post post = new Post(key, address, text, List.of(), List.of(), List.of(), now);
    services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.send(post))
        .onFailure(
            e -> LOG.info("event=untold connector={} cause={}", address.connector(), e.toString()));
    return true;
  }
}
