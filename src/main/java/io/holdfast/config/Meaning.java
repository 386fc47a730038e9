package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What no schema can see: names that must exist elsewhere in the file. Looks only at what has the
 * right shape, since the schema blames the rest. For one configuration.
 */
final class Meaning {

  private final JsonObject raw;
  private final JsonObject config;
  private final Map<At, Fault> faults = new LinkedHashMap<>();

  /**
   * @param raw the configuration before references were followed, which is what faults show
   * @param config the configuration with its defaults
   */
  Meaning(JsonObject raw, JsonObject config) {
    this.raw = raw;
    this.config = config;
  }

  /** Everything that is wrong, by its place. */
  Map<At, Fault> faults() {
    Set<String> runners = ids("runners");
    Set<String> connectors = ids("connectors");
    if (config.getValue("routes") instanceof JsonArray routes) {
      for (int i = 0; i < routes.size(); i++) {
        At route = At.ROOT.key("routes").index(i);
        runner(route.key("runner"), runners);
        connector(route.key("connector"), connectors);
      }
    }
    for (String id : runners) {
      program(At.ROOT.key("runners").key(id).key("command").index(0));
      grace(At.ROOT.key("runners").key(id).key("grace"));
    }
    return faults;
  }

  private Set<String> ids(String key) {
    return config.getValue(key) instanceof JsonObject blocks ? blocks.fieldNames() : Set.of();
  }

  private void runner(At at, Set<String> runners) {
    if (Tree.get(config, at) instanceof String id && !id.isEmpty() && !runners.contains(id)) {
      fault(at, id, "a runner of this file: " + Wording.oneOf(runners), runners);
    }
  }

  private void connector(At at, Set<String> connectors) {
    if (Tree.get(config, at) instanceof String pattern
        && !pattern.isEmpty()
        && !pattern.equals("*")
        && connectors.stream().noneMatch(id -> Glob.matches(pattern, id))) {
      String expected = "a connector of this file: " + Wording.oneOf(connectors);
      fault(at, pattern, expected, connectors);
    }
  }

  private void program(At at) {
    if (Tree.get(config, at) instanceof String program && program.isBlank()) {
      faults.put(at, new Fault(at.toString(), Wording.found(program), "a program", ""));
    }
  }

  /** A program that may take longer to end than the whole stop may would be cut off with it. */
  private void grace(At at) {
    Optional<Duration> grace =
        Tree.get(raw, at) == null ? Optional.empty() : Durations.of(Tree.get(config, at));
    Optional<Duration> budget = Durations.of(config.getValue("drain-timeout"));
    if (grace.isPresent() && budget.isPresent() && grace.get().compareTo(budget.get()) > 0) {
      String expected = "at most drain-timeout, which is " + config.getValue("drain-timeout");
      faults.put(at, new Fault(at.toString(), Wording.found(Tree.get(raw, at)), expected, ""));
    }
  }

  private void fault(At at, String found, String expected, Set<String> names) {
    String shown = Wording.found(Tree.get(raw, at));
    faults.put(at, new Fault(at.toString(), shown, expected, Spelling.suggestion(found, names)));
  }
}
