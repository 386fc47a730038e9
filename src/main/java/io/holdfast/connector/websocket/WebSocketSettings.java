package io.holdfast.connector.websocket;

import io.holdfast.config.Glob;
import io.holdfast.config.Settings;
import io.holdfast.connector.Budget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the block of a {@code websocket} connector says.
 *
 * @param token what every {@code hello} must bring; empty when nobody needs one
 * @param origins patterns of the web origins that may connect; empty for the page's own only
 * @param chats patterns of the chats that this connector serves
 * @param heartbeat how often a ping goes out
 * @param helloTimeout how long a new connection may take to say {@code hello}
 * @param limits what a client may send and hold
 * @param rate how fast one sender may write; empty for as fast as it likes
 */
record WebSocketSettings(
    String token,
    List<String> origins,
    List<String> chats,
    Duration heartbeat,
    Duration helloTimeout,
    Limits limits,
    Optional<Budget.Rate> rate) {

  /**
   * @param frame the longest message of a client, in bytes
   * @param text the longest text, in bytes of UTF-8
   * @param unacked how many deliveries may be in flight on one connection
   */
  record Limits(int frame, int text, int unacked) {}

  WebSocketSettings {
    origins = List.copyOf(origins);
    chats = List.copyOf(chats);
  }

  static WebSocketSettings of(Settings block) {
    Map<String, String> limits = block.map("limits");
    return new WebSocketSettings(
        block.text("token"),
        block.texts("origins"),
        block.has("chats") ? block.texts("chats") : List.of("*"),
        duration(block, "heartbeat", Duration.ofSeconds(30)),
        duration(block, "hello-timeout", Duration.ofSeconds(10)),
        new Limits(
            number(limits, "frame", 256 * 1024),
            number(limits, "text", 32 * 1024),
            number(limits, "unacked", 256)),
        Budget.Rate.of(block, "rate"));
  }

  private static int number(Map<String, String> values, String key, int otherwise) {
    String value = values.get(key);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  private static Duration duration(Settings block, String key, Duration otherwise) {
    return block.has(key) ? block.duration(key) : otherwise;
  }

  /** Whether this connector serves {@code chat}. */
  boolean serves(String chat) {
    for (String pattern : chats) {
      if (pattern.equals("*") || Glob.matches(pattern, chat)) {
        return true;
      }
    }
    return false;
  }
}
