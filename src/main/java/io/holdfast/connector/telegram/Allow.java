package io.holdfast.connector.telegram;

import io.holdfast.config.Settings;
import io.holdfast.model.Door;
import io.holdfast.model.Speaker;
import java.util.Set;

/**
 * Who may speak, and where.
 *
 * @param users ids of those who may speak everywhere; {@code *} for everybody
 * @param chats ids of the chats where everybody may speak; {@code *} for all
 * @param pairing whether also those may speak to the bot alone whom an operator has let in
 */
record Allow(Set<String> users, Set<String> chats, boolean pairing) {

  private static final String ALL = "*";

  Allow {
    users = Set.copyOf(users);
    chats = Set.copyOf(chats);
  }

  /** What the block of a connector says. */
  static Allow of(Settings block) {
    Settings allow = block.section("allow");
    return new Allow(
        Set.copyOf(allow.texts("users")), Set.copyOf(allow.texts("chats")), allow.flag("pairing"));
  }

  /** Whether somebody may speak in a chat, whoever else is let in. */
  boolean admits(String chat, String user) {
    return users.contains(ALL)
        || chats.contains(ALL)
        || users.contains(user)
        || chats.contains(chat);
  }

  /** Whether a chat is that of somebody with the bot alone: its id is theirs. */
  static boolean direct(String chat, String user) {
    return chat.equals(user);
  }

  Door door() {
    return new Door(pairing, this::stillAdmits);
  }

  private boolean stillAdmits(Speaker speaker) {
    String chat = speaker.at().chat();
    return admits(chat, speaker.id())
        || (pairing && speaker.approved() && direct(chat, speaker.id()));
  }
}
