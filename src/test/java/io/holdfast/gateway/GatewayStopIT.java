package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.await;
import static io.holdfast.gateway.Harness.command;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Delivery;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control;
import io.holdfast.turn.Command;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayStopIT {

  private static final Duration LONG = Duration.ofSeconds(20);

  /** What does not end when it is asked to is let go of after a tenth of it. */
  private static final Duration SHORT_GRACE = Duration.ofSeconds(8);

  @TempDir Path directory;
  private ScriptedRunner agent;
  private Harness harness;
  private Gateway gateway;

  @BeforeEach
  void start() {
    agent = new ScriptedRunner();
    use(LONG, Duration.ofHours(1));
  }

  private void use(Duration drainTimeout, Duration turnTimeout) {
    harness = new Harness(directory.resolve("holdfast.db"), drainTimeout, turnTimeout);
    gateway = harness.start(agent);
  }

  private void use(Duration drainTimeout) {
    stop(gateway);
    use(drainTimeout, Duration.ofHours(1));
  }

  @AfterEach
  void stopAll() {
    gateway.hurry();
    stop(gateway);
  }

  @Test
  @DisplayName("S03: a turn that ends during the drain carries no marker into the next start")
  void endsDuringTheDrain() {
    ask("a", "steps 1");
    harness.awaitState("a", "RUNNING");
    Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
    harness.awaitMarkers(1);
    agent.open("steps 1", 1);
    await(stopping);
    assertThat(harness.query("SELECT count(*) FROM marker")).isEqualTo("0");
    assertThat(harness.state("a")).isEqualTo("DONE");
    gateway = harness.start(agent);
    assertThat(harness.attempt("a")).isEqualTo("1");
  }

  @Test
  @DisplayName("S01: what outlives the drain keeps its marker and goes on with the stop's reason")
  void outlivesTheDrain() {
    use(Duration.ofSeconds(2));
    ask("a", "steps 3");
    agent.open("steps 3", 1);
    harness.awaitSteps("a", 1);
    stop(gateway);
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED");
    assertThat(harness.query("SELECT reason FROM marker")).isEqualTo("SHUTDOWN");
    gateway = harness.start(agent);
    agent.open("steps 3", 2);
    agent.open("steps 3", 3);
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).containsExactly("steps 3/1/1", "steps 3/2/2", "steps 3/3/2");
    assertThat(harness.query("SELECT count(*) FROM marker")).isEqualTo("0");
  }

  @Test
  @DisplayName("S07: what arrives during the drain is accepted, and runs after the restart")
  void arrivesDuringTheDrain() {
    ask("a", "steps 1");
    harness.awaitState("a", "RUNNING");
    Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
    harness.awaitMarkers(1);
    ask("b", "hello");
    assertThat(harness.state("b")).isEqualTo("QUEUED");
    agent.open("steps 1", 1);
    await(stopping);
    assertThat(harness.state("b")).isEqualTo("QUEUED");
    gateway = harness.start(agent);
    harness.awaitState("b", "DONE");
  }

  @Test
  @DisplayName("S37: a second signal ends the wait, and nothing is lost by it")
  void secondSignal() {
    ask("a", "stuck");
    harness.awaitState("a", "RUNNING");
    Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
    harness.awaitMarkers(1);
    gateway.hurry();
    await(stopping);
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED");
    assertThat(harness.query("SELECT reason FROM marker")).isEqualTo("SHUTDOWN");
  }

  @Test
  @DisplayName("a redeploy resumes its turns at once, on the new deployment, with its own reason")
  void redeploy() {
    use(Duration.ofSeconds(2));
    ask("a", "steps 2");
    agent.open("steps 2", 1);
    harness.awaitSteps("a", 1);
    await(harness.redeploy(gateway));
    harness.awaitAttempt("a", 2);
    assertThat(harness.query("SELECT resumed FROM turn")).isEqualTo("REDEPLOY");
    agent.open("steps 2", 2);
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).containsExactly("steps 2/1/1", "steps 2/2/2");
  }

  @Test
  @DisplayName(
      "S40: a redeploy in progress and a full stop at once: both drains finish, every marker is right")
  void redeployAndStop() {
    ask("a", "stuck");
    harness.awaitState("a", "RUNNING");
    Future<Control.Applied> redeploying = harness.redeploy(gateway);
    harness.awaitMarkers(1);
    ask("b", "hello");
    Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
    // The turn ends in time for neither drain: the wait for it is over now.
    gateway.hurry();
    await(redeploying);
    await(stopping);
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED");
    assertThat(harness.query("SELECT reason FROM marker")).isEqualTo("REDEPLOY");
    assertThat(harness.state("b")).isEqualTo("QUEUED");
    assertThat(harness.query("SELECT count(*) FROM turn WHERE state = 'RUNNING'")).isEqualTo("0");
    gateway = harness.start(agent);
    harness.awaitState("b", "DONE");
    harness.awaitAttempt("a", 2);
  }

  @Test
  @DisplayName("S23: a turn that gets nowhere is set aside after three interruptions; others go on")
  void loopBreaker() {
    use(SHORT_GRACE);
    ask("a", "stuck");
    for (int interruption = 1; interruption <= 3; interruption++) {
      harness.awaitState("a", "RUNNING");
      gateway.hurry();
      stop(gateway);
      gateway = harness.start(agent);
    }
    assertThat(harness.state("a")).isEqualTo("QUARANTINED");
    ask("b", "hello");
    harness.awaitState("b", "DONE");
    command(gateway.store(), "a", "resume", Command.RESUME);
    harness.awaitState("a", "RUNNING");
  }

  @Test
  @DisplayName("S35: a chat is told of a stop once, and not of every stop in a row of many")
  void notices() {
    use(SHORT_GRACE);
    ask("a", "steps 9");
    for (int life = 1; life <= 6; life++) {
      agent.open("steps 9", life);
      harness.awaitSteps("a", life);
      harness.awaitState("a", "RUNNING");
      Future<Void> stopping = gateway.stop(Reason.SHUTDOWN);
      harness.awaitMarkers(1);
      int told = Math.min(life, 4);
      await().until(() -> restartNotices().equals("" + told));
      deliverWhatIsDue();
      gateway.hurry();
      await(stopping);
      assertThat(restartNotices()).isEqualTo("" + told);
      gateway = harness.start(agent);
    }
  }

  private String restartNotices() {
    return harness.query("SELECT count(*) FROM delivery WHERE kind = 'RESTARTING'");
  }

  private void deliverWhatIsDue() {
    List<String> due =
        await(gateway.store().due("web", Audience.everyone(), 0, 99)).stream()
            .map(Delivery::id)
            .toList();
    await(gateway.store().delivered("web", due, 0));
  }

  @Test
  @DisplayName("S26: /stop ends the running turn, and what is queued behind it runs")
  void stopCommand() {
    ask("a", "stuck");
    harness.awaitState("a", "RUNNING");
    accept(gateway.store(), "a", "second", "hello");
    command(gateway.store(), "a", "stop", Command.STOP);
    await().until(() -> harness.state("a").equals("CANCELLED,DONE"));
  }

  @Test
  @DisplayName("S28: /stop lets go of an agent that does not end, and its session makes progress")
  void stopCommandToTheDeaf() {
    ask("a", "deaf");
    harness.awaitState("a", "RUNNING");
    accept(gateway.store(), "a", "second", "hello");
    command(gateway.store(), "a", "stop", Command.STOP);
    Set<String> seen = new LinkedHashSet<>();
    await()
        .until(
            () -> {
              seen.add(harness.query(STOPPED));
              return harness.state("a").equals("CANCELLED,DONE");
            });
    // Both may have come to be within that last look.
    seen.add(harness.query(STOPPED));
    assertThat(seen).isSubsetOf("RUNNING 0", "CANCELLED 1").endsWith("CANCELLED 1");
    assertThat(said("a"))
        .containsExactly("Stopping. 1 message behind it will run next.", "Stopped.", "ok hello");
  }

  @Test
  @DisplayName("S28: an operator's cancel says that the task has ended once it has")
  void cancel() {
    ask("a", "stuck");
    harness.awaitState("a", "RUNNING");
    String turn = harness.query("SELECT id FROM turn");
    await(gateway.store().steer("web/a", facts -> List.of(new Change.Cancel(turn)), 0));
    harness.awaitState("a", "CANCELLED");
    assertThat(said("a")).containsExactly("Stopped.");
  }

  @Test
  @DisplayName("S28: a reply that beats /stop is all that is said of its turn")
  void replyBeatsStop() {
    ask("a", "last word");
    harness.awaitState("a", "RUNNING");
    command(gateway.store(), "a", "stop", Command.STOP);
    harness.awaitState("a", "DONE");
    assertThat(said("a")).containsExactly("Stopping.", "finished just now");
  }

  /** The first turn's state, and how often it was said to be stopped, in one look. */
  private static final String STOPPED =
      """
      SELECT t.state || ' ' || (SELECT count(*) FROM delivery d
                                WHERE d.turn = t.seq AND d.text = 'Stopped.')
      FROM turn t ORDER BY t.seq LIMIT 1
      """;

  private List<String> said(String chat) {
    return await(gateway.store().due("web", Audience.of(Set.of(chat)), 0, 99)).stream()
        .map(delivery -> delivery.content().text())
        .toList();
  }

  @Test
  @DisplayName(
      "S24: a turn that outlives its deadline fails, its user is told, and the queue goes on")
  void deadline() {
    stop(gateway);
    use(LONG, Duration.ofSeconds(2));
    ask("a", "stuck");
    accept(gateway.store(), "a", "second", "hello");
    await().until(() -> harness.state("a").equals("FAILED,DONE"));
    assertThat(harness.query("SELECT text FROM delivery WHERE kind = 'FAILED'"))
        .contains("took longer");
  }

  @Test
  @DisplayName("/pause lets the running turn stop at a step, and /resume goes on there")
  void pause() {
    AtomicInteger step = new AtomicInteger();
    ask("a", "steps 99");
    harness.awaitState("a", "RUNNING");
    command(gateway.store(), "a", "pause", Command.PAUSE);
    await()
        .until(
            () -> {
              agent.open("steps 99", step.incrementAndGet());
              return harness.state("a").equals("INTERRUPTED");
            });
    int before = agent.effects.size();
    assertThat(before).isLessThan(99);
    command(gateway.store(), "a", "resume", Command.RESUME);
    while (step.get() < 99) {
      agent.open("steps 99", step.incrementAndGet());
    }
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).hasSize(99).doesNotHaveDuplicates();
    assertThat(agent.effects.get(before)).isEqualTo("steps 99/" + (before + 1) + "/2");
  }

  private void ask(String chat, String text) {
    assertThat(accept(gateway.store(), chat, chat + "-1", text)).isInstanceOf(Accepted.class);
  }
}
