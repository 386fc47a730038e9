package io.holdfast.config;

import io.holdfast.model.Address;
import io.holdfast.model.Route;
import java.util.List;
import java.util.Optional;

/**
 * Which runner answers where; the first rule that matches.
 *
 * @param rules in the order of the file
 */
public record Routes(List<RouteRule> rules) {

  public Routes {
    rules = List.copyOf(rules);
  }

  /** The route of what is said at {@code address}; empty when no rule matches. */
  public Optional<Route> of(Address address) {
    return rules.stream().filter(r -> r.matches(address)).map(RouteRule::route).findFirst();
  }
}
