package io.holdfast.connector.discord;

import io.holdfast.config.Settings;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.SessionPer;
import io.holdfast.connector.Throttle;
import java.time.Duration;
import java.util.Map;

/**
 * What the block of a {@code discord} connector says.
 *
 * @param token the bot's
 * @param api the base URL of the REST API, without a slash at its end
 * @param intents the bits of what the gateway is to tell
 * @param allow who may speak, and where
 * @param files which files of messages are fetched
 * @param throttle how fast people may write
 * @param sessionPer who shares a session
 * @param commands whether our commands stand in Discord's menu
 * @param stream whether replies are shown while they are written
 * @param reconnectAfter how long to wait, at most, before a broken link is made anew
 */
record DiscordSettings(
    String token,
    String api,
    int intents,
    Allow allow,
    Downloads.Limits files,
    Throttle throttle,
    SessionPer sessionPer,
    boolean commands,
    boolean stream,
    Duration reconnectAfter) {

  /** The bits of the gateway's intents that this connector has a use for. */
  private static final Map<String, Integer> INTENTS =
      Map.of(
          "guilds", 1,
          "guild-messages", 1 << 9,
          "direct-messages", 1 << 12,
          "message-content", 1 << 15);

  static DiscordSettings of(Settings block) {
    return new DiscordSettings(
        block.text("token"),
        block.text("api").replaceAll("/+$", ""),
        block.texts("intents").stream().mapToInt(INTENTS::get).sum(),
        Allow.of(block),
        Downloads.Limits.of(block),
        new Throttle(block),
        SessionPer.of(block.text("session-per")),
        block.flag("slash-commands"),
        block.flag("stream"),
        block.duration("reconnect-after"));
  }
}
