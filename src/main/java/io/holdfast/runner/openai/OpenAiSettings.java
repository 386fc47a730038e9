package io.holdfast.runner.openai;

import io.holdfast.config.Settings;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the configuration says about a model.
 *
 * @param baseUrl what {@code /chat/completions} is appended to
 * @param model the model's name
 * @param apiKey sent as a bearer token; empty for none
 * @param system the system prompt; empty for none
 * @param temperature sent if present
 * @param maxTokens the most tokens of a reply; sent if present
 * @param history how many past exchanges of the session the model is reminded of
 * @param images whether the model is shown pictures
 * @param connectTimeout how long a connection may take
 * @param idleTimeout how long the server may be silent
 * @param retries how often a call that failed for a passing reason is made again
 */
record OpenAiSettings(
    String baseUrl,
    String model,
    String apiKey,
    String system,
    OptionalDouble temperature,
    OptionalInt maxTokens,
    int history,
    boolean images,
    Duration connectTimeout,
    Duration idleTimeout,
    int retries) {

  static OpenAiSettings of(Settings settings) {
    return new OpenAiSettings(
        settings.text("base-url"),
        settings.text("model"),
        settings.text("api-key"),
        settings.text("system"),
        settings.has("temperature")
            ? OptionalDouble.of(settings.fraction("temperature"))
            : OptionalDouble.empty(),
        settings.has("max-tokens")
            ? OptionalInt.of(settings.number("max-tokens"))
            : OptionalInt.empty(),
        settings.number("history"),
        settings.flag("images"),
        settings.duration("connect-timeout"),
        settings.duration("idle-timeout"),
        settings.number("retries"));
  }
}
