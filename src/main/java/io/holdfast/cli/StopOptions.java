package io.holdfast.cli;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program that an agent runs adds to a request, so that it is carried out once. */
final class StopOptions {

  @Option(
      names = "--turn",
      paramLabel = "ID",
      description =
          "The running turn that asks for it: it is not waited for, and has it once, in whatever"
              + " attempt. Default: $$HOLDFAST_TURN.")
  @Nullable String turn;

  @Option(
      names = "--key",
      paramLabel = "NAME",
      description =
          "With --turn: the turn's own name for the request, when it may ask several times.")
  @Nullable String key;

  @Option(
      names = "--no-wait",
      description = "Begin it and return. So it is for a turn in any case.")
  boolean noWait;

  /** The turn that asks; an empty variable names none. */
  static Optional<String> turn(@Nullable String option, Map<String, String> environment) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(environment.get("HOLDFAST_TURN")))
        .filter(id -> !id.isEmpty());
  }

  Optional<String> turn(Map<String, String> environment) {
    return turn(turn, environment);
  }

  /** The body of the request; empty for an operator's. */
  String body(Map<String, String> environment) {
    Optional<String> asks = turn(environment);
    if (key != null && asks.isEmpty()) {
      throw new CommandFailure("--key is a turn's: give --turn, too");
    }
    return asks.map(id -> request(id).encode()).orElse("");
  }

  private JsonObject request(String id) {
    JsonObject request = new JsonObject().put("turn", id);
    return key == null ? request : request.put("key", key);
  }
}
