package io.holdfast.config;

import io.holdfast.config.Plan.Action;
import io.holdfast.config.Plan.Kind;
import io.holdfast.config.Plan.Verb;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two valid configurations, verticle by verticle. Shows no secret. */
final class Comparison {

  /**
   * A configuration twice, in the same shape.
   *
   * @param values what is compared
   * @param shown what is printed
   */
  record Side(JsonObject values, JsonObject shown) {

    Side at(String key) {
      return new Side(object(values, key), object(shown, key));
    }

    private static JsonObject object(JsonObject json, String key) {
      return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }
  }

  private static final Set<String> FIXED = Set.of("http", "store", "plugins");
  private static final Map<String, Kind> VERTICLES =
      Map.of("connectors", Kind.CONNECTOR, "runners", Kind.RUNNER);
  private static final String ARROW = " \u2192 ";

  private final Side from;
  private final Side to;

  Comparison(Side from, Side to) {
    this.from = from;
    this.to = to;
  }

  Plan plan() {
    List<Action> actions = new ArrayList<>();
    actions.addAll(verticles("connectors"));
    actions.addAll(verticles("runners"));
    for (String key : both(from.values(), to.values())) {
      if (!VERTICLES.containsKey(key) && !same(from, to, key)) {
        Verb verb = FIXED.contains(key) ? Verb.RESTART : Verb.ADJUST;
        actions.add(new Action(verb, Kind.SETTING, key, setting(key)));
      }
    }
    return new Plan(actions);
  }

  private List<Action> verticles(String blocks) {
    Side before = from.at(blocks);
    Side after = to.at(blocks);
    List<Action> actions = new ArrayList<>();
    for (String id : both(before.values(), after.values())) {
      actions.add(verticle(Objects.requireNonNull(VERTICLES.get(blocks)), id, before, after));
    }
    return actions;
  }

  private static Action verticle(Kind kind, String id, Side before, Side after) {
    if (!before.values().containsKey(id)) {
      return new Action(Verb.ADD, kind, id, List.of());
    }
    if (!after.values().containsKey(id)) {
      return new Action(Verb.REMOVE, kind, id, List.of());
    }
    if (same(before, after, id)) {
      return new Action(Verb.LEAVE, kind, id, List.of());
    }
    return new Action(Verb.REDEPLOY, kind, id, differences("", before.at(id), after.at(id)));
  }

  private List<String> setting(String key) {
    if (key.equals("routes")) {
      return routes();
    }
    return from.values().getValue(key) instanceof JsonObject
            || to.values().getValue(key) instanceof JsonObject
        ? differences("", from.at(key), to.at(key))
        : List.of(change(from.shown().getValue(key), to.shown().getValue(key)));
  }

  private List<String> routes() {
    List<String> before = rules(from);
    List<String> after = rules(to);
    List<String> details = new ArrayList<>();
    before.stream().filter(rule -> !after.contains(rule)).forEach(r -> details.add("without " + r));
    after.stream().filter(rule -> !before.contains(rule)).forEach(r -> details.add("with " + r));
    return details.isEmpty() ? List.of("in another order") : details;
  }

  private static List<String> rules(Side side) {
    return side.shown().getJsonArray("routes").stream()
        .map(JsonObject.class::cast)
        .map(Comparison::rule)
        .toList();
  }

  private static String rule(JsonObject rule) {
    return rule.getString("connector")
        + "/"
        + rule.getString("chat")
        + " to "
        + rule.getString("runner")
        + " ("
        + rule.getString("double-text")
        + ", window "
        + rule.getString("collect-window")
        + ", queue "
        + rule.getInteger("max-queue")
        + ")";
  }

  /** What differs, key by key: {@code limits.text: 1 → 2}. */
  private static List<String> differences(String prefix, Side before, Side after) {
    List<String> details = new ArrayList<>();
    for (String key : both(before.values(), after.values())) {
      if (same(before, after, key)) {
        continue;
      }
      boolean nested =
          before.values().getValue(key) instanceof JsonObject
              && after.values().getValue(key) instanceof JsonObject;
      if (nested) {
        details.addAll(differences(prefix + key + ".", before.at(key), after.at(key)));
      } else {
        Object was = before.shown().getValue(key);
        Object is = after.shown().getValue(key);
        details.add(prefix + key + ": " + change(was, is));
      }
    }
    return details;
  }

  /** Where both are shown the same, what differs is a secret, or what a reference gave. */
  private static String change(@Nullable Object was, @Nullable Object is) {
    return Objects.equals(was, is) ? "changed" : shown(was) + ARROW + shown(is);
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "none" : value.toString();
  }

  private static boolean same(Side before, Side after, String key) {
    return Objects.equals(before.values().getValue(key), after.values().getValue(key));
  }

  private static Set<String> both(JsonObject before, JsonObject after) {
    Set<String> keys = new LinkedHashSet<>(after.fieldNames());
    keys.addAll(before.fieldNames());
    return keys;
  }
}
