package io.holdfast.runner.acp;

import io.holdfast.config.Settings;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Permissions as the configuration gives them, by the kind of a tool call.
 *
 * @param kinds the kinds that are allowed, in the protocol's words
 * @param outside whether a call may be about a file that is not in the workspace
 */
record Policy(Set<String> kinds, boolean outside) {

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
          "other");

  Policy {
    kinds = Set.copyOf(kinds);
  }

  static Policy of(Settings settings) {
    Set<String> allowed = new HashSet<>();
    for (String kind : KINDS) {
      if (settings.text(kind).equals("allow")) {
        allowed.add(kind.replace('-', '_'));
      }
    }
    return new Policy(allowed, settings.text("outside").equals("allow"));
  }

  /** Whether calls of this kind may be made in the workspace. */
  boolean allows(String kind) {
    return kinds.contains(kind.toLowerCase(Locale.ROOT));
  }

  /**
   * These permissions for one workspace.
   *
   * @param inside whether paths are all in it
   */
  Permissions within(Function<List<String>, Future<Boolean>> inside) {
    return call -> {
      boolean anywhere = outside || call.places().isEmpty();
      return allows(call.kind()) && !anywhere
          ? inside.apply(call.places())
          : Future.succeededFuture(allows(call.kind()));
    };
  }
}
