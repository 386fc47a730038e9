package io.holdfast.config;

import io.holdfast.model.Address;
import io.holdfast.model.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which runner answers where; the first rule that matches.
 *
 * @param rules in the order of the file
 * @param runners all that there are, whether a rule names them or not
 */
public record Routes(List<RouteRule> rules, Set<String> runners) {

  public Routes {
    rules = List.copyOf(rules);
    runners = Set.copyOf(runners);
  }

  /** The route of what is said at {@code address}; empty when no rule matches. */
  public Optional<Route> of(Address address) {
    return rules.stream().filter(r -> r.matches(address)).map(RouteRule::route).findFirst();
  }
}
