package io.holdfast.config;

import io.holdfast.model.Address;
import io.holdfast.model.Route;

/**
 * One line of the routes.
 *
 * @param connector a pattern in which {@code *} stands for any characters
 * @param chat a pattern in which {@code *} stands for any characters
 * @param route where what matches goes
 */
public record RouteRule(String connector, String chat, Route route) {

  /** Whether this rule is for what is said at {@code address}. */
  public boolean matches(Address address) {
    return Glob.matches(connector, address.connector()) && Glob.matches(chat, address.chat());
  }
}
