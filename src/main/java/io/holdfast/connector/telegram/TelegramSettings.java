package io.holdfast.connector.telegram;

import io.holdfast.config.Settings;
import io.holdfast.connector.Downloads;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Throttle;
import java.util.Set;

/**
 * What the block of a {@code telegram} connector says.
 *
 * @param token the bot's: its id, a colon, and what is secret
 * @param api the base URL of the Bot API, without a slash at its end
 * @param users ids of those who may speak everywhere; {@code *} for everybody
 * @param chats ids of the chats where everybody may speak; {@code *} for all
 * @param files which files of messages are fetched
 * @param throttle how fast people may write
 * @param onUnknown what becomes of a message of which nobody knows if it is there
 * @param stream whether replies are shown while they are written
 */
record TelegramSettings(
    String token,
    String api,
    Set<String> users,
    Set<String> chats,
    Downloads.Limits files,
    Throttle throttle,
    OnUnknown onUnknown,
    boolean stream) {

  private static final String ALL = "*";

  TelegramSettings {
    users = Set.copyOf(users);
    chats = Set.copyOf(chats);
  }

  static TelegramSettings of(Settings block) {
    Settings allow = block.section("allow");
    return new TelegramSettings(
        block.text("token"),
        block.text("api").replaceAll("/+$", ""),
        Set.copyOf(allow.texts("users")),
        Set.copyOf(allow.texts("chats")),
        Downloads.Limits.of(block),
        new Throttle(block),
        OnUnknown.of(block.text("on-unknown")),
        block.flag("stream"));
  }

  /** The bot's id; each bot counts the messages that are said to it alone by itself. */
  String bot() {
    return token.substring(0, Math.max(0, token.indexOf(':')));
  }

  /** Whether who wrote it may speak where it was said. */
  boolean allows(Said said) {
    return users.contains(ALL)
        || chats.contains(ALL)
        || users.contains(said.sender().id())
        || chats.contains(said.chat());
  }
}
