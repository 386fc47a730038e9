package io.holdfast.connector.discord;

import io.holdfast.config.Settings;
import io.holdfast.model.Door;
import io.holdfast.model.Speaker;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Who may speak, and where. What is left empty restricts nothing, but where all is empty nobody may
 * speak.
 *
 * @param users ids of people
 * @param roles ids of roles, one of which is enough
 * @param channels ids of channels, in whose threads one may speak too
 * @param guilds ids of guilds, in whose channels one may speak
 * @param pairing whether also those may speak directly whom an operator has let in; it restricts
 *     nothing
 */
record Allow(
    Set<String> users,
    Set<String> roles,
    Set<String> channels,
    Set<String> guilds,
    boolean pairing) {

  private static final String ANY = "*";

  Allow {
    users = Set.copyOf(users);
    roles = Set.copyOf(roles);
    channels = Set.copyOf(channels);
    guilds = Set.copyOf(guilds);
  }

  /** What the block of a connector says. */
  static Allow of(Settings block) {
    Settings allow = block.section("allow");
    return new Allow(
        Set.copyOf(allow.texts("users")),
        Set.copyOf(allow.texts("roles")),
        Set.copyOf(allow.texts("channels")),
        Set.copyOf(allow.texts("guilds")),
        allow.flag("pairing"));
  }

  /** Whether somebody may speak at a place, whoever else is let in. */
  boolean admits(Place place, String user, List<String> roleIds) {
    return place.direct()
        ? has(users, user)
        : at(place) && anyone(user, roleIds) && (restrictsPeople() || restrictsPlaces());
  }

  /** Whether it depends on somebody's roles. */
  boolean needsRoles(Place place, String user) {
    return !place.direct() && !roles.isEmpty() && !has(users, user) && at(place);
  }

  Door door() {
    return new Door(pairing || admitsUnnamed(), this::stillAdmits);
  }

  /** Only Discord tells what roles somebody has, and what a channel belongs to. */
  private boolean stillAdmits(Speaker speaker) {
    if (has(users, speaker.id()) || (pairing && speaker.approved())) {
      return true;
    }
    return !speaker.direct() && admitsUnnamed();
  }

  /** Whether people may speak in servers whom it does not name. */
  private boolean admitsUnnamed() {
    return !roles.isEmpty() || (users.isEmpty() && restrictsPlaces());
  }

  /** Whether anybody may speak at a place. */
  boolean open(Place place) {
    return place.direct()
        ? !users.isEmpty() || pairing
        : at(place) && (restrictsPeople() || restrictsPlaces());
  }

  private boolean at(Place place) {
    return !restrictsPlaces()
        || has(channels, place.channel())
        || has(channels, place.parent())
        || has(guilds, place.guild());
  }

  private boolean anyone(String user, List<String> roleIds) {
    return !restrictsPeople()
        || has(users, user)
        || roleIds.stream().anyMatch(role -> has(roles, role));
  }

  private boolean restrictsPeople() {
    return !users.isEmpty() || !roles.isEmpty();
  }

  private boolean restrictsPlaces() {
    return !channels.isEmpty() || !guilds.isEmpty();
  }

  private static boolean has(Collection<String> ids, String id) {
    return !id.isEmpty() && (ids.contains(id) || ids.contains(ANY));
  }
}
