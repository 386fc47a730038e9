package io.holdfast.runner.acp;

import io.holdfast.config.Settings;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Permissions as the configuration gives them, by the kind of a tool call.
 *
 * @param kinds by kind, in the configuration's words; one that is missing is denied
 * @param outside for calls about a file that is not in the workspace, beside the rule of their kind
 */
record Policy(Map<String, Rule> kinds, Rule outside) {

  private static final String OTHER = "other";

  private static final Set<String> KINDS =
      Set.of(
          "read",
          "search",
          "think",
          "edit",
          "move",
          "delete",
          "execute",
          "fetch",
          "switch-mode",
          OTHER);

  Policy {
    kinds = Map.copyOf(kinds);
  }

  static Policy of(Settings settings) {
    Map<String, Rule> kinds = new HashMap<>();
    KINDS.forEach(kind -> kinds.put(kind, Rule.of(settings.text(kind))));
    return new Policy(kinds, Rule.of(settings.text("outside")));
  }

  /** Whether calls of this kind may be made in the workspace without asking anybody. */
  boolean allows(String kind) {
    return rule(kind) == Rule.ALLOW;
  }

  private Rule rule(String kind) {
    return kinds.getOrDefault(kind, Rule.DENY);
  }

  /** A kind that no version of the protocol had when this was written is some other. */
  private static String kind(ToolCall call) {
    String kind = call.kind().toLowerCase(Locale.ROOT).replace('_', '-');
    return KINDS.contains(kind) ? kind : OTHER;
  }

  /**
   * What is to be done about a call.
   *
   * @param inside whether paths are all in the workspace
   */
  Future<Ruling> judge(ToolCall call, Function<List<String>, Future<Boolean>> inside) {
    String kind = kind(call);
    String tool = kind.equals(OTHER) ? call.title() : "";
    Future<Boolean> stays =
        call.places().isEmpty() ? Future.succeededFuture(true) : inside.apply(call.places());
    return stays.map(
        in ->
            in
                ? new Ruling(rule(kind), kind, false, tool)
                : new Ruling(rule(kind).and(outside), kind, true, tool));
  }
}
