package io.holdfast.runner.demo;

import static io.vertx.core.Future.succeededFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.model.Attachment;
import io.holdfast.model.Decision;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.HoldfastException.Interrupted;
import io.holdfast.model.Outcome;
import io.holdfast.model.Reason;
import io.holdfast.model.StepState;
import io.holdfast.runner.FakeTurn;
import io.holdfast.runner.RunnerBench;
import io.holdfast.runner.StepPolicy;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The demo runner")
class DemoRunnerTest {

  private RunnerBench bench = bench("1ms");

  private static RunnerBench bench(String pace) {
    return new RunnerBench(DemoRunner.type(), new JsonObject().put("pace", pace));
  }

  private static RunnerBench bench(String pace, Path ledger) {
    return new RunnerBench(
        DemoRunner.type(), JsonObject.of("pace", pace, "ledger", ledger.toString()));
  }

  private void pace(String pace) {
    bench.close();
    bench = bench(pace);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  @DisplayName("counts number by number, one step each")
  void counts() {
    FakeTurn turn = FakeTurn.of("count to 4");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done("1 2 3 4"));
    assertThat(turn.deltas()).containsExactly("1", " 2", " 3", " 4");
    assertThat(turn.journal()).hasSize(4).allMatch(step -> step.state() == StepState.RESULT);
    assertThat(turn.labels()).first().isEqualTo("step 1 of 4");
  }

  @Test
  @DisplayName("runs a step again that a crash cut, and each line tells which attempt ran it")
  void resumes() {
    pace("60s");
    FakeTurn first = FakeTurn.of("work for 3 steps");
    bench.start(first);
    await().until(() -> first.journal().size() == 1);
    pace("1ms");

    assertThat(bench.run(first.resumed(Reason.CRASH)))
        .isEqualTo(Outcome.done("step 1 attempt 2\nstep 2 attempt 2\nstep 3 attempt 2"));
  }

  @Test
  @DisplayName("writes each step that runs to its ledger before its pause, once an attempt")
  void ledger(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("ledger");
    bench.close();
    bench = bench("60s", file);
    FakeTurn first = FakeTurn.of("work for 2 steps");
    bench.start(first);
    await().until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
    bench.close();
    bench = bench("1ms", file);
    bench.run(first.resumed(Reason.CRASH));

    assertThat(Files.readAllLines(file))
        .map(JsonObject::new)
        .extracting(line -> line.getInteger("step") + "/" + line.getInteger("attempt"))
        .containsExactly("1/1", "1/2", "2/2");
  }

  @Test
  @DisplayName("runs no step that its ledger cannot have")
  void withoutItsLedger(@TempDir Path directory) {
    bench.close();
    bench = bench("1ms", directory);
    FakeTurn turn = FakeTurn.of("work for 2 steps");

    assertThatThrownBy(() -> bench.run(turn)).isInstanceOf(IOException.class);
    assertThat(turn.journal()).singleElement().matches(step -> step.state() == StepState.INTENT);
  }

  @Test
  @DisplayName(
      "notes what is said while it counts between two of its steps, once over its attempts")
  void isSteered() {
    pace("60s");
    FakeTurn first = FakeTurn.of("count to 3");
    first.step("step-1", "", StepPolicy.retry(), () -> succeededFuture("1"));
    first.say("hurry");
    bench.start(first);
    await().until(() -> first.shown().contains("hurry"));
    assertThat(first.shown()).isEqualTo("1 noted: hurry");
    first.say("and be brief");
    pace("1ms");

    assertThat(bench.run(first.resumed(Reason.CRASH)))
        .isEqualTo(Outcome.done("1 noted: hurry 2 noted: and be brief 3"));
  }

  @Test
  @DisplayName("S12: does not repeat a step that has a result, and shows its text again")
  void keepsResults() {
    FakeTurn first = FakeTurn.of("work for 3 steps");
    first.step("step-1", "", StepPolicy.retry(), () -> succeededFuture("step 1 attempt 1"));
    FakeTurn second = first.resumed(Reason.SHUTDOWN);

    assertThat(bench.run(second))
        .isEqualTo(Outcome.done("step 1 attempt 1\nstep 2 attempt 2\nstep 3 attempt 2"));
    assertThat(second.deltas()).first().isEqualTo("step 1 attempt 1");
    assertThat(second.labels()).containsExactly("step 2 of 3", "step 3 of 3");
  }

  @Test
  @DisplayName("takes a journal of ten thousand results without nesting")
  void longJournal() {
    pace("0ms");
    String all =
        IntStream.rangeClosed(1, 10_000).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    FakeTurn turn = FakeTurn.of("count to 10000");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done(all));
    assertThat(bench.run(turn.resumed(Reason.CRASH))).isEqualTo(Outcome.done(all));
  }

  @Test
  @DisplayName("ends its pause at once when cancelled, and leaves the step an intent")
  void cancels() {
    pace("1h");
    FakeTurn turn = FakeTurn.of("count to 3");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> turn.journal().size() == 1);
    bench.cancel(turn);

    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Cancelled.class);
    assertThat(turn.journal()).singleElement().matches(step -> step.state() == StepState.INTENT);
  }

  @Test
  @DisplayName("stops at a step boundary when interrupted")
  void interrupts() {
    FakeTurn turn = FakeTurn.of("count to 10000");
    Future<Outcome> outcome = bench.start(turn);
    await().until(() -> turn.journal().size() > 1);
    turn.interrupt();

    assertThatThrownBy(() -> Loop.await(outcome)).isInstanceOf(Interrupted.class);
    assertThat(turn.journal()).allMatch(step -> step.state() == StepState.RESULT);
  }

  @Test
  @DisplayName("asks, and replies with the answer in a later attempt")
  void asks() {
    FakeTurn first = FakeTurn.of("ask");
    assertThatThrownBy(() -> bench.run(first)).isInstanceOf(Asking.class);
    assertThat(first.questions()).containsExactly("What is your name?");

    assertThat(bench.run(first.answered("name", "Ada")))
        .isEqualTo(Outcome.done("You answered: Ada"));
  }

  @Test
  @DisplayName("asks for permission, and says what was decided")
  void asksForPermission() {
    FakeTurn first = FakeTurn.of("ask permission");
    assertThatThrownBy(() -> bench.run(first)).isInstanceOf(Asking.class);
    assertThat(first.questions()).containsExactly("The demo asks to do **nothing**.");

    assertThat(bench.run(first.decided(Decision.of(Decision.Kind.ONCE))))
        .isEqualTo(Outcome.done("I was permitted to do nothing, and have done it."));
    assertThat(bench.run(refused("rest")))
        .isEqualTo(Outcome.done("I was not permitted to do nothing, but told: rest"));
    assertThat(bench.run(refused("")))
        .isEqualTo(Outcome.done("I was not permitted to do nothing."));
  }

  private FakeTurn refused(String saying) {
    FakeTurn asking = FakeTurn.of("ask permission");
    assertThatThrownBy(() -> bench.run(asking)).isInstanceOf(Asking.class);
    return asking.decided(new Decision(Decision.Kind.DENIED, saying));
  }

  @Test
  @DisplayName("fails with a plain sentence when told to")
  void fails() {
    assertThat(bench.run(FakeTurn.of("fail")))
        .isEqualTo(new Outcome.Failed("demo-failed", "The demo failed because it was asked to."));
  }

  @Test
  @DisplayName("refuses more steps than it takes with a plain sentence")
  void refuses() {
    assertThat(bench.run(FakeTurn.of("count to 10001")))
        .isEqualTo(
            new Outcome.Failed("out-of-range", "The demo takes from 1 to 10000 steps at a time."));
  }

  @Test
  @DisplayName("echoes everything else at once, its files included, without a step")
  void echoes() {
    pace("1h");
    FakeTurn turn = FakeTurn.of("Hello", "there");

    assertThat(bench.run(turn)).isEqualTo(Outcome.done("echo: Hello\n\nthere"));
    assertThat(turn.deltas()).containsExactly("echo: Hello\n\nthere");
    Attachment file = new Attachment("a.txt", "text/plain", "aGk=");
    assertThat(bench.run(FakeTurn.of("see").with(file)))
        .isEqualTo(new Outcome.Done("echo: see", List.of(file)));
    assertThat(turn.journal()).isEmpty();
  }
}
