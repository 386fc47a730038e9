package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.Outcome;
import io.holdfast.runner.FakeTurn;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An agent that")
class AcpLimitsIT extends AcpCase {

  @Test
  @DisplayName("says nothing any more, as all do when their model fails, fails its turn")
  void silent() {
    bench.with(bench.settings("opencode").put("silence-timeout", "300ms"));

    assertThat(bench.run("FAIL"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("agent-silent"));
    assertThat(bench.alive()).isEmpty();
  }

  @Test
  @DisplayName("is not taken for silent while a tool of it runs")
  void patient() throws Exception {
    bench.with(bench.settings("opencode").put("silence-timeout", "4s"));
    FakeTurn turn = FakeTurn.of("HANG");
    Future<Outcome> outcome = bench.start(turn);
    bench.noted("hangs", 1);
    await().during(Duration.ofMillis(5_500)).until(() -> !outcome.isComplete());
    Files.writeString(bench.home().resolve("release"), "");

    assertThat(Loop.await(outcome)).isEqualTo(Outcome.done("Let me see.\n\nreleased"));
  }

  @Test
  @DisplayName("never stops talking fails its turn before it fills the memory")
  void endless() {
    bench.agent("opencode");

    assertThat(bench.run("ENDLESS"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.code()).isEqualTo("agent-endless"));
    assertThat(bench.alive()).isEmpty();
  }
}
