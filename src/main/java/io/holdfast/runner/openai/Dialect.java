package io.holdfast.runner.openai;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Where servers differ in what they take.
 *
 * @param usageOption it is asked to count the tokens ({@code stream_options})
 * @param completionTokens the limit is called {@code max_completion_tokens}
 */
record Dialect(boolean usageOption, boolean completionTokens) {

  /** What most take. */
  static Dialect common() {
    return new Dialect(true, false);
  }

  /** Adds to a request what depends on the dialect. */
  JsonObject apply(JsonObject request, OpenAiSettings settings) {
    JsonObject body = request.copy();
    if (usageOption) {
      body.put("stream_options", new JsonObject().put("include_usage", true));
    }
    settings
        .maxTokens()
        .ifPresent(
            most -> body.put(completionTokens ? "max_completion_tokens" : "max_tokens", most));
    return body;
  }

  /** The dialect to go on with after a refusal that names a parameter; empty if it names none. */
  Optional<Dialect> after(ProviderError refusal) {
    if (usageOption && refusal.mentions("stream_options", "include_usage")) {
      return Optional.of(new Dialect(false, completionTokens));
    }
    if (!completionTokens && refusal.mentions("max_completion_tokens")) {
      return Optional.of(new Dialect(usageOption, true));
    }
    return Optional.empty();
  }
}
