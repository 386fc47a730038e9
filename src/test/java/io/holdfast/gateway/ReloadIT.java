package io.holdfast.gateway;

import static io.holdfast.gateway.Harness.accept;
import static io.holdfast.gateway.Harness.await;
import static io.holdfast.gateway.Harness.command;
import static io.holdfast.gateway.Harness.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdfast.config.Settings;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Route;
import io.holdfast.ops.Control.Applied;
import io.holdfast.runner.Runner;
import io.holdfast.runner.RunnerType;
import io.holdfast.turn.Command;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("A reload")
class ReloadIT {

  private static final String DOES_NOT_START = "pace: 7s";

  @TempDir Path directory;
  private final ScriptedRunner agent = new ScriptedRunner();
  private final List<Settings> created = new CopyOnWriteArrayList<>();
  private Harness harness;
  private Gateway gateway;

  @BeforeEach
  void start() {
    start(false, Duration.ofSeconds(3));
  }

  private void start(boolean watch, Duration drainTimeout) {
    harness = new Harness(directory.resolve("holdfast.db"), drainTimeout, Duration.ofHours(1));
    gateway = harness.start(types(), watch);
  }

  private List<RunnerType> types() {
    return List.of(new RunnerType("demo", (vertx, s) -> create(s)));
  }

  private Runner create(Settings settings) {
    if (settings.duration("pace").equals(Duration.ofSeconds(7))) {
      throw new IllegalStateException("deliberately");
    }
    created.add(settings);
    return agent;
  }

  @AfterEach
  void stopAll() {
    gateway.hurry();
    stop(gateway);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runners: {agent: {type", "runners: {agent: {typ: demo}}", ""})
  @DisplayName("S38: of a file that is cut short, wrong or empty changes nothing and says why")
  void invalid(String broken) {
    if (broken.isEmpty()) {
      harness.write("connectors: {web: {type: nonsense}}");
    } else {
      harness.write(broken);
    }
    String written = harness.read();
    assertThatThrownBy(() -> await(reload()))
        .rootCause()
        .satisfies(cause -> assertThat(refusal()).endsWith(cause.getMessage()));
    assertThat(harness.read()).isEqualTo(written);
    assertThat(gateway.control().configuration().getJsonObject("runners").fieldNames())
        .containsExactly("agent");
    ask("a", "hello");
    harness.awaitState("a", "DONE");
    assertThat(created).hasSize(1);
    assertThat(gateway.control().status().reloaded().orElseThrow().ok()).isFalse();

    harness.configure("max-turns: 3");
    assertThat(await(reload()).failures()).isEmpty();
    assertThat(gateway.control().status().reloaded().orElseThrow().ok()).isTrue();
    assertThat(created).hasSize(2);
  }

  private String refusal() {
    return gateway.control().status().reloaded().orElseThrow().summary();
  }

  @Test
  @DisplayName("goes back to the old deployment when the new one does not start")
  void backToTheOld() {
    ask("a", "steps 2");
    agent.open("steps 2", 1);
    harness.awaitSteps("a", 1);
    harness.configure(DOES_NOT_START);
    Applied applied = await(reload());
    assertThat(applied.failures())
        .containsExactly(
            "redeploy runner agent: pace: 1s \u2192 7s: deliberately; the old one is back");
    agent.open("steps 2", 2);
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).containsExactly("steps 2/1/1", "steps 2/2/2");
    assertThat(gateway.control().status().ready()).isTrue();
    assertThat(inForce("pace")).isEqualTo("1s");
    assertThat(await(reload()).plan().isEmpty()).as("is tried again").isFalse();
  }

  @Test
  @DisplayName("leaves a runner that is new and does not start out, and applies the rest")
  void newOneDoesNotStart() {
    harness.configure("pace: 2s\n  other: {type: demo, pace: 7s}");
    Applied applied = await(reload());
    assertThat(applied.failures())
        .containsExactly("add runner other: deliberately; it is left out");
    assertThat(inForce("pace")).isEqualTo("2s");
    ask("a", "hello");
    harness.awaitState("a", "DONE");
  }

  @Test
  @DisplayName("gives what waits for a runner that is gone to the one that its route names")
  void removed() {
    harness.write(harness.read().replace("agent:", "coder:"));
    ask("a", "steps 2");
    agent.open("steps 2", 1);
    harness.awaitSteps("a", 1);
    assertThat(await(reload()).plan().toString())
        .contains("add runner coder", "remove runner agent", "adjust routes");
    agent.open("steps 2", 2);
    harness.awaitState("a", "DONE");
    assertThat(harness.query("SELECT runner FROM turn")).isEqualTo("coder");
  }

  @Test
  @DisplayName("keeps what waits for a runner that is gone and has no other, and tells of it")
  void unserved() {
    String before = harness.read();
    String without =
        before.replace("agent:", "coder:") + "routes: [{chat: elsewhere, runner: coder}]\n";
    ask("a", "steps 2");
    agent.open("steps 2", 1);
    harness.awaitSteps("a", 1);
    accept(gateway.store(), "a", "a-2", "hello");
    harness.write(without);
    List<String> told = told(() -> await(reload()));
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED,QUEUED");
    assertThat(told).singleElement().asString().contains("event=unserved turns={agent=2}");
    assertThat(unservedNow()).isEqualTo(Map.of("agent", 2L));
    assertThat(told(() -> await(reload()))).as("nothing changed").isEmpty();

    stop(gateway);
    told = told(() -> gateway = harness.start(without, types()));
    assertThat(told).singleElement().asString().contains("event=unserved turns={agent=2}");
    assertThat(harness.state("a")).isEqualTo("INTERRUPTED,QUEUED");

    harness.write(before);
    assertThat(told(() -> await(reload()))).isEmpty();
    agent.open("steps 2", 2);
    harness.awaitState("a", "DONE,DONE");
    assertThat(unservedNow()).isEmpty();
  }

  private Map<String, Long> unservedNow() {
    return await(gateway.counts()).unserved(gateway.control().status().runners());
  }

  /** The warnings about turns that wait. */
  private static List<String> told(Runnable what) {
    Logger log = (Logger) LoggerFactory.getLogger(Judgement.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      what.run();
    } finally {
      log.detachAppender(lines);
    }
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  @DisplayName("has what failed on a runner that is gone retried by the one that its route names")
  void retriedElsewhere() {
    agent.calls = turn -> Future.failedFuture("deliberately");
    ask("a", "call");
    harness.awaitState("a", "FAILED");
    harness.write(harness.read().replace("agent:", "coder:"));
    await(reload());
    agent.calls = turn -> Future.succeededFuture();
    agent.open("call", 2);
    Route route = new Route("coder", DoubleText.ENQUEUE, 1000);
    command(gateway.store(), "a", "retry", Command.RETRY, route);
    harness.awaitState("a", "DONE");
    assertThat(harness.query("SELECT runner FROM turn")).isEqualTo("coder");
  }

  @Test
  @DisplayName("says what needs a restart, again each time, and applies the rest")
  void needsRestart() {
    harness.write(harness.read().replace("port: 0", "port: 1").replace("3000ms", "4s"));
    String needed = "needs a restart: http: port: 0 \u2192 1";
    assertThat(await(reload()).plan().toString())
        .contains(needed, "adjust drain-timeout: 3000ms \u2192 4s");
    assertThat(gateway.budget()).isEqualTo(Duration.ofSeconds(4));
    assertThat(await(reload()).plan().toString()).contains(needed).doesNotContain("adjust");
  }

  @Test
  @DisplayName("that is asked for again and again while one is under way happens once more")
  void coalesces() {
    stop(gateway);
    created.clear();
    start(false, Duration.ofSeconds(15));
    ask("a", "stuck");
    harness.awaitState("a", "RUNNING");
    harness.configure("max-turns: 3");
    Future<Applied> first = reload();
    harness.awaitMarkers(1);
    List<Future<Applied>> more = new ArrayList<>();
    for (int turns = 4; turns < 9; turns++) {
      harness.configure("max-turns: " + turns);
      more.add(reload());
    }
    // The turn does not end in time: the wait for it is over now.
    gateway.hurry();
    await(first);
    await(Future.all(more));
    assertThat(created).extracting(s -> s.number("max-turns")).containsExactly(64, 3, 8);
  }

  @Test
  @DisplayName(
      "S39: of a file that an agent edits waits for the step, happens once, replays nothing")
  void editedByAnAgent() {
    stop(gateway);
    start(true, Duration.ofSeconds(3));
    created.clear();
    agent.calls =
        turn ->
            Future.fromCompletionStage(
                CompletableFuture.runAsync(() -> harness.configure("max-turns: 5")));
    ask("a", "call");
    harness.awaitAttempt("a", 2);
    agent.open("call", 2);
    harness.awaitState("a", "DONE");
    assertThat(agent.effects).containsExactly("call/1/1", "call/2/2");
    assertThat(harness.query("SELECT resumed FROM turn")).isEmpty();
    assertThat(created).hasSize(1);
    Awaitility.await().untilAsserted(() -> assertThat(inForce("max-turns")).isEqualTo("5"));
  }

  @Test
  @DisplayName("S39: that a turn asks for is applied after the commit of its outcome")
  void askedByATurn() {
    harness.configure("max-turns: 5");
    agent.calls = turn -> gateway.control().reload(Optional.of(turn)).map("asked");
    ask("a", "call");
    harness.awaitSteps("a", 1);
    assertThat(created).hasSize(1);
    agent.open("call", 2);
    Awaitility.await().until(() -> created.size() == 2);
    assertThat(harness.state("a")).isEqualTo("DONE");
    assertThat(harness.attempt("a")).isEqualTo("1");
  }

  @Test
  @DisplayName("S39: that a turn asks for which does not run is refused")
  void askedByNobody() {
    assertThatThrownBy(() -> await(gateway.control().reload(Optional.of("nobody"))))
        .hasRootCauseInstanceOf(HoldfastException.NotFound.class);
  }

  @Test
  @DisplayName("that is asked for during the boot waits for its end, and then is applied once")
  void duringTheBoot() {
    stop(gateway);
    created.clear();
    AtomicReference<Future<Applied>> early = new AtomicReference<>();
    Callable<Gateway> asked =
        () -> {
          Gateway next = changed(false);
          early.set(next.control().reload(Optional.empty()));
          return next;
        };
    gateway = NextLife.begin(asked).gateway();
    assertThat(await(early.get()).failures()).isEmpty();
    assertThat(created).extracting(s -> s.number("max-turns")).containsExactly(64, 5);
    assertThat(gateway.control().status().ready()).isTrue();
  }

  @Test
  @DisplayName("happens by itself where the file was changed between its reading and the watch")
  void changedDuringTheBoot() {
    stop(gateway);
    created.clear();
    gateway = NextLife.begin(() -> changed(true)).gateway();
    Awaitility.await().untilAsserted(() -> assertThat(inForce("max-turns")).isEqualTo("5"));
    assertThat(created).hasSize(2);
  }

  /** One whose file is another one than it has read. */
  private Gateway changed(boolean watch) {
    Gateway next = harness.create(types(), watch);
    harness.configure("max-turns: 5");
    return next;
  }

  private Future<Applied> reload() {
    return gateway.control().reload(Optional.empty());
  }

  private String inForce(String key) {
    return ""
        + gateway
            .control()
            .configuration()
            .getJsonObject("runners")
            .getJsonObject("agent")
            .getValue(key);
  }

  private void ask(String chat, String text) {
    accept(gateway.store(), chat, chat + "-1", text);
  }
}
