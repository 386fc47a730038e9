package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mode and the model of a session, which agents offer in three ways: as options of the session,
 * as modes, and as models. A pure function of what the agent offered.
 */
final class SessionOptions {

  private SessionOptions() {}

  /**
   * A request that sets one of them.
   *
   * @param params without the session's id
   */
  record Setting(String method, JsonObject params) {}

  /**
   * What to ask of the agent so that {@code category} is {@code wanted}; empty if it is so already,
   * or nothing is wanted.
   *
   * @param category mode or model
   * @param offered the answer that opened the session
   * @throws AgentFailure if the agent does not offer it
   */
  static Optional<Setting> of(String category, String wanted, JsonObject offered) {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> option =
        objects(offered.getValue("configOptions"))
            .filter(o -> category.equals(o.getValue("category")))
            .findFirst();
    if (option.isPresent()) {
      return byOption(category, wanted, option.get());
    }
    if (offered.getValue(category + "s") instanceof JsonObject state) {
      return byState(category, wanted, state);
    }
    throw AgentFailure.lasting(
        "agent-" + category, "The agent lets nobody choose its " + category + ".");
  }

  private static Optional<Setting> byOption(String category, String wanted, JsonObject option) {
    List<String> values =
        objects(option.getValue("options"))
            .flatMap(o -> o.containsKey("value") ? Stream.of(o) : objects(o.getValue("options")))
            .map(o -> String.valueOf(o.getValue("value")))
            .toList();
    return chosen(category, wanted, option.getValue("currentValue"), values)
        .map(
            value ->
                new Setting(
                    "session/set_config_option",
                    JsonObject.of("configId", option.getValue("id"), "value", value)));
  }

  private static Optional<Setting> byState(String category, String wanted, JsonObject state) {
    String capital = category.substring(0, 1).toUpperCase(java.util.Locale.ROOT);
    String key = category.equals("mode") ? "id" : "modelId";
    List<String> values =
        objects(state.getValue("available" + capital + category.substring(1) + "s"))
            .map(o -> String.valueOf(o.getValue(key)))
            .toList();
    Object current = state.getValue("current" + capital + category.substring(1) + "Id");
    return chosen(category, wanted, current, values)
        .map(
            value -> new Setting("session/set_" + category, JsonObject.of(category + "Id", value)));
  }

  private static Optional<String> chosen(
      String category, String wanted, Object current, List<String> values) {
    if (Objects.equals(current, wanted)) {
      return Optional.empty();
    }
    if (!values.contains(wanted)) {
      throw AgentFailure.lasting(
          "agent-" + category,
          "The agent offers no " + category + " " + wanted + ", but " + String.join(", ", values));
    }
    return Optional.of(wanted);
  }

  private static Stream<JsonObject> objects(Object array) {
    return array instanceof JsonArray all
        ? all.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
        : Stream.empty();
  }
}
