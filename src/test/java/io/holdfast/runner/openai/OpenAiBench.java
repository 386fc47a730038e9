package io.holdfast.runner.openai;

import io.holdfast.runner.Backoff;
import io.holdfast.runner.RunnerBench;
import io.holdfast.runner.RunnerType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Makes runners that ask a {@link ModelServer} and do not wait long before they ask again. */
final class OpenAiBench {

  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), () -> 0.0);

  private OpenAiBench() {}

  /** A bench for a runner with two retries, and the settings in {@code more}. */
  static RunnerBench of(ModelServer server, JsonObject more) {
    JsonObject settings =
        new JsonObject()
            .put("base-url", server.baseUrl())
            .put("model", "m1")
            .put("history", 20)
            .put("images", true)
            .put("connect-timeout", "10s")
            .put("idle-timeout", "120s")
            .put("retries", 2)
            .mergeIn(more);
    RunnerType quick =
        new RunnerType("openai", (v, s) -> new OpenAiRunner(v, OpenAiSettings.of(s), QUICK));
    return new RunnerBench(quick, settings);
  }
}
