package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Answers to a permission request, made of the options that came with it. */
final class Choice {

  private Choice() {}

  /** The decision in the agent's terms: once rather than always; cancelled if there are none. */
  static JsonObject of(JsonArray options, boolean allowed) {
    List<String> wanted =
        allowed ? List.of("allow_once", "allow_always") : List.of("reject_once", "reject_always");
    return wanted.stream()
        .flatMap(kind -> option(options, kind).stream())
        .findFirst()
        .map(id -> outcome(JsonObject.of("outcome", "selected", "optionId", id)))
        .orElseGet(Choice::cancelled);
  }

  /** The prompt was cancelled meanwhile. */
  static JsonObject cancelled() {
    return outcome(JsonObject.of("outcome", "cancelled"));
  }

  private static JsonObject outcome(JsonObject outcome) {
    return JsonObject.of("outcome", outcome);
  }

  private static Optional<String> option(JsonArray options, String kind) {
    return options.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(option -> kind.equals(option.getValue("kind")))
        .map(option -> String.valueOf(option.getValue("optionId")))
        .findFirst();
  }
}
