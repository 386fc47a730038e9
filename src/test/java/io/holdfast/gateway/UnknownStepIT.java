package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that was begun and not finished is dealt with as its policy says, in code. */
class UnknownStepIT {

  @TempDir Path directory;
  private ScriptedRunner agent;
  private Harness harness;
  private Gateway gateway;

  @BeforeEach
  void start() {
    agent = new ScriptedRunner();
    harness =
        new Harness(directory.resolve("holdfast.db"), Duration.ofSeconds(20), Duration.ofHours(1));
    gateway = harness.start(agent);
  }

  @AfterEach
  void end() {
    gateway.hurry();
    stop(gateway);
  }

  @Test
  @DisplayName("S30: an unknown step under ASK is not run again; its user says that it was done")
  void askedAndDone() {
    interruptInMidStep("asking");
    awaitState("ASKING");
    assertThat(said()).contains("\"the step\"");
    accept(gateway.store(), "a", "answer", "done");
    awaitState("DONE");
    assertThat(agent.effects).isEmpty();
    assertThat(said()).isEqualTo("result ");
  }

  @Test
  @DisplayName("S30: an unknown step under ASK runs again when its user says so")
  void askedAndAgain() {
    interruptInMidStep("asking");
    awaitState("ASKING");
    accept(gateway.store(), "a", "answer", "Again");
    agent.open("asking", 1);
    awaitState("DONE");
    assertThat(agent.effects).containsExactly("asking/1/3");
    assertThat(said()).isEqualTo("result ran");
  }

  @Test
  @DisplayName("an unknown step under RECONCILE takes the result that is found")
  void reconciled() {
    agent.found = Optional.of("found");
    interruptInMidStep("reconciled");
    awaitState("DONE");
    assertThat(agent.effects).isEmpty();
    assertThat(said()).isEqualTo("result found");
  }

  @Test
  @DisplayName("an unknown step under RECONCILE runs again when nothing is found")
  void notFound() {
    interruptInMidStep("reconciled");
    agent.open("reconciled", 1);
    awaitState("DONE");
    assertThat(agent.effects).containsExactly("reconciled/1/2");
  }

  @Test
  @DisplayName("a question outlives a restart, is put once, and the next message answers it")
  void question() {
    accept(gateway.store(), "a", "first", "question");
    awaitState("ASKING");
    stop(gateway);
    gateway = harness.start(agent);
    assertThat(state()).isEqualTo("ASKING");
    accept(gateway.store(), "a", "second", "the blue one");
    awaitState("DONE");
    assertThat(said()).isEqualTo("got the blue one");
    assertThat(harness.query("SELECT count(*) FROM delivery WHERE kind = 'QUESTION'"))
        .isEqualTo("1");
    assertThat(harness.query("SELECT count(*) FROM turn")).isEqualTo("1");
  }

  private void interruptInMidStep(String text) {
    accept(gateway.store(), "a", "first", text);
    await().until(() -> harness.query("SELECT count(*) FROM step").equals("1"));
    gateway.hurry();
    stop(gateway);
    gateway = harness.start(agent);
  }

  private String said() {
    return harness.query("SELECT text FROM delivery ORDER BY seq DESC LIMIT 1");
  }

  private String state() {
    return harness.query("SELECT state FROM turn");
  }

  private void awaitState(String state) {
    await().until(() -> state().equals(state));
  }
}
