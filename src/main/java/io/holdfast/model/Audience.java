package io.holdfast.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Which chats of a connector a receiver is for.
 *
 * @param all every chat; {@code chats} is empty then
 * @param chats the chats, where not all
 */
public record Audience(boolean all, Set<String> chats) {

  public Audience {
    chats = Set.copyOf(chats);
  }

  /** Every chat of the connector. */
  public static Audience everyone() {
    return new Audience(true, Set.of());
  }

  /** These chats and no others. */
  public static Audience of(Set<String> chats) {
    return new Audience(false, chats);
  }

  public boolean includes(String chat) {
    return all || chats.contains(chat);
  }

  /** This audience and {@code more}; for everyone, everyone. */
  public Audience with(Set<String> more) {
    if (all) {
      return this;
    }
    Set<String> union = new HashSet<>(chats);
    union.addAll(more);
    return of(union);
  }

  /** This audience without {@code less}; for everyone, everyone. */
  public Audience without(Set<String> less) {
    if (all) {
      return this;
    }
    Set<String> rest = new HashSet<>(chats);
    rest.removeAll(less);
    return of(rest);
  }
}
