package io.holdfast.connector.telegram;

import io.holdfast.config.Settings;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.SessionPer;
import io.holdfast.connector.Throttle;

/**
 * What the block of a {@code telegram} connector says.
 *
 * @param token the bot's: its id, a colon, and what is secret
 * @param api the base URL of the Bot API, without a slash at its end
 * @param allow who may speak, and where
 * @param files which files of messages are fetched
 * @param throttle how fast people may write
 * @param sessionPer who shares a session
 * @param onUnknown what becomes of a message of which nobody knows if it is there
 * @param stream whether replies are shown while they are written
 */
record TelegramSettings(
    String token,
    String api,
    Allow allow,
    Downloads.Limits files,
    Throttle throttle,
    SessionPer sessionPer,
    OnUnknown onUnknown,
    boolean stream) {

  static TelegramSettings of(Settings block) {
    return new TelegramSettings(
        block.text("token"),
        block.text("api").replaceAll("/+$", ""),
        Allow.of(block),
        Downloads.Limits.of(block),
        new Throttle(block),
        SessionPer.of(block.text("session-per")),
        OnUnknown.of(block.text("on-unknown")),
        block.flag("stream"));
  }

  /** The bot's id; each bot counts the messages that are said to it alone by itself. */
  String bot() {
    return token.substring(0, Math.max(0, token.indexOf(':')));
  }
}
