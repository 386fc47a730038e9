package io.holdfast.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  private static final long NOW = 1_000_000;
  private static final Route ROUTE = new Route("agent", DoubleText.COLLECT, 10);
  private static final Set<String> RUNNERS = Set.of("agent", "other");

  @ParameterizedTest
  @CsvSource({
    "/help, HELP",
    "/STOP, STOP",
    "'  /queue ', QUEUE",
    "/stop it now, STOP",
    "/new thing, NEW"
  })
  @DisplayName("a slash and one of our words is a command, whatever follows")
  void commands(String text, Command command) {
    assertThat(Command.parse(text)).contains(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//stop", "/stopp", "/", "stop", "", "/unknown", "please /stop"})
  @DisplayName("anything else is a message")
  void messages(String text) {
    assertThat(Command.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("S26: /stop cancels the turn in front and leaves what is queued behind it")
  void stopKeepsTheQueue() {
    SessionFacts facts = active(turn("a", TurnState.RUNNING), turn("b", TurnState.QUEUED));
    assertThat(changes(Command.STOP, facts)).containsExactly(new Change.Cancel("a"));
    assertThat(answer(Command.STOP, facts))
        .isEqualTo("Stopping. 1 message behind it will run next.");
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, Stopping.",
    "QUEUED, Stopped.",
    "INTERRUPTED, Stopped.",
    "ASKING, Stopped.",
    "QUARANTINED, Stopped."
  })
  @DisplayName("S28: /stop says that a turn has stopped only where its own commit ends it")
  void stopped(TurnState state, String answer) {
    assertThat(answer(Command.STOP, active(turn("a", state)))).isEqualTo(answer);
  }

  @Test
  @DisplayName("/stop in a chat that is paused promises nothing about what waits there")
  void stoppedInAPause() {
    SessionFacts facts = suspended(turn("a", TurnState.INTERRUPTED), turn("b", TurnState.QUEUED));
    assertThat(answer(Command.STOP, facts)).isEqualTo("Stopped.");
  }

  @Test
  @DisplayName("/stop on a quarantined turn frees its session")
  void stopFreesAQuarantinedSession() {
    SessionFacts facts = suspended(turn("a", TurnState.QUARANTINED), turn("b", TurnState.QUEUED));
    assertThat(changes(Command.STOP, facts))
        .containsExactly(new Change.Cancel("a"), new Change.Activate());
  }

  @Test
  @DisplayName("/resume forgives what was set aside and activates the session")
  void resume() {
    SessionFacts facts = suspended(turn("a", TurnState.QUARANTINED));
    assertThat(changes(Command.RESUME, facts))
        .containsExactly(new Change.Resume("a"), new Change.Activate());
    assertThat(changes(Command.RESUME, active())).isEmpty();
  }

  @Test
  @DisplayName("/retry runs the last turn that failed, or says that there is none")
  void retry() {
    SessionFacts facts =
        new SessionFacts(SessionState.ACTIVE, List.of(), Optional.of(turn("a", TurnState.FAILED)));
    assertThat(changes(Command.RETRY, facts)).containsExactly(new Change.Retry("a"));
    assertThat(changes(Command.RETRY, active())).isEmpty();
    SessionFacts stopping =
        new SessionFacts(
            SessionState.ACTIVE,
            List.of(turn("b", TurnState.RUNNING)),
            Optional.of(turn("a", TurnState.FAILED)));
    assertThat(changes(Command.RETRY, stopping)).isEmpty();
    assertThat(answer(Command.RETRY, active())).isEqualTo("There is nothing to retry.");
  }

  @Test
  @DisplayName("/retry leaves a task to its runner, or gives it to its chat's if that one is gone")
  void retryElsewhere() {
    assertThat(retried("other")).isEqualTo(new Change.Retry("a"));
    assertThat(retried("gone")).isEqualTo(new Change.Retry("a", Optional.of("agent")));
  }

  private static Change retried(String runner) {
    TurnFacts failed = new TurnFacts("a", TurnState.FAILED, "a", 0, NOW, runner);
    SessionFacts facts = new SessionFacts(SessionState.ACTIVE, List.of(), Optional.of(failed));
    return changes(Command.RETRY, facts).get(0);
  }

  @Test
  @DisplayName("/pause suspends once; /new forgets; neither touches a turn")
  void pauseAndNew() {
    assertThat(changes(Command.PAUSE, active())).containsExactly(new Change.Suspend());
    assertThat(changes(Command.PAUSE, suspended())).isEmpty();
    assertThat(changes(Command.NEW, active())).containsExactly(new Change.Forget());
  }

  @Test
  @DisplayName("/status names the running turn, its steps and its age, and counts what waits")
  void status() {
    SessionFacts facts =
        active(
            new TurnFacts("a", TurnState.RUNNING, "dig", 3, NOW - 65_000, "agent"),
            turn("b", TurnState.QUEUED));
    assertThat(answer(Command.STATUS, facts))
        .isEqualTo("Running for 65 s, 3 steps done: dig\n1 message waits.");
    assertThat(answer(Command.STATUS, active())).isEqualTo("Nothing is running.");
  }

  @Test
  @DisplayName("S22: /replies says how many were held back and delivers them, or that none were")
  void replies() {
    SessionFacts facts =
        new SessionFacts(
            SessionState.ACTIVE,
            List.of(),
            Optional.empty(),
            3,
            Optional.empty(),
            Optional.empty());
    assertThat(changes(Command.REPLIES, facts)).containsExactly(new Change.Deliver());
    assertThat(answer(Command.REPLIES, facts)).contains("3 replies");
    assertThat(answer(Command.STATUS, facts)).contains("3 replies are held back", "/replies");
    assertThat(changes(Command.REPLIES, active())).isEmpty();
    assertThat(answer(Command.REPLIES, active())).isEqualTo("No replies are held back.");
  }

  @Test
  @DisplayName("/queue lists what waits, in order; /help names every command")
  void queueAndHelp() {
    SessionFacts facts = active(turn("one", TurnState.RUNNING), turn("two", TurnState.QUEUED));
    assertThat(answer(Command.QUEUE, facts)).startsWith("1. two\n");
    for (Command command : Command.values()) {
      assertThat(answer(Command.HELP, facts)).contains("`" + command.word() + "`");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/queue enqueue, ENQUEUE, waits its turn",
    "/queue collect, COLLECT, joins those that wait",
    "/QUEUE  Steer , STEER, is given to the agent while it works",
    "/queue interrupt, INTERRUPT, ends that task",
    "/queue reject, REJECT, is refused",
    "/queue default, , joins those that wait"
  })
  @DisplayName("/queue with a policy, or default, changes what becomes of messages, and says how")
  void choosesAPolicy(String text, DoubleText policy, String says) {
    List<Change> changes =
        Command.QUEUE.decision(said("ann", text), ROUTE, RUNNERS, NOW).apply(active()).stream()
            .toList();
    assertThat(changes).first().isEqualTo(new Change.DoubleTexts(Optional.ofNullable(policy)));
    assertThat(((Change.Answer) changes.get(1)).text()).contains(says);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/queue sometimes", "/queue steer please", "/queue 3"})
  @DisplayName("/queue with any other word changes nothing and names the words that there are")
  void choosesNothing(String text) {
    List<Change> changes =
        Command.QUEUE.decision(said("ann", text), ROUTE, RUNNERS, NOW).apply(active());
    assertThat(changes).hasSize(1);
    assertThat(((Change.Answer) changes.get(0)).text())
        .contains("`enqueue`", "`collect`", "`steer`", "`interrupt`", "`reject`", "`default`");
  }

  @Test
  @DisplayName(
      "/queue tells what becomes of a message: what was chosen here, else what is configured")
  void tellsThePolicy() {
    SessionFacts chosen =
        new SessionFacts(
            SessionState.ACTIVE,
            List.of(),
            Optional.empty(),
            0,
            Optional.of(DoubleText.INTERRUPT),
            Optional.empty());
    assertThat(answer(Command.QUEUE, active()))
        .contains("joins those that wait")
        .doesNotContain("chosen");
    assertThat(answer(Command.QUEUE, chosen)).contains("ends that task", "chosen here");
  }

  private static Inbound said(String by, String text) {
    return new Inbound(new Address("web", "a", ""), "m", new Sender(by, ""), text, List.of(), 0);
  }

  private static List<Change> changes(Command command, SessionFacts facts) {
    return command.decision(said("ann", command.word()), ROUTE, RUNNERS, NOW).apply(facts).stream()
        .filter(change -> !(change instanceof Change.Answer))
        .toList();
  }

  private static String answer(Command command, SessionFacts facts) {
    return command.decision(said("ann", command.word()), ROUTE, RUNNERS, NOW).apply(facts).stream()
        .filter(Change.Answer.class::isInstance)
        .map(change -> ((Change.Answer) change).text())
        .reduce((one, two) -> two)
        .orElseThrow();
  }

  private static SessionFacts active(TurnFacts... open) {
    return new SessionFacts(SessionState.ACTIVE, List.of(open), Optional.empty());
  }

  private static SessionFacts suspended(TurnFacts... open) {
    return new SessionFacts(SessionState.SUSPENDED, List.of(open), Optional.empty());
  }

  private static TurnFacts turn(String id, TurnState state) {
    return new TurnFacts(id, state, id, 0, NOW, "agent");
  }
}
