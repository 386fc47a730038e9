package io.holdfast.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Decision;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Option;
import io.holdfast.model.Permission;
import io.holdfast.model.Question;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTest {

  private static final AttemptId ATTEMPT = new AttemptId("01a2-77ab", 3);
  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 10);

  @ParameterizedTest(name = "{1} by {0}, {2}: {3}")
  @CsvSource({
    "ann, /approve,               open,    once",
    "ann, /approve once,          open,    once",
    "ann, /approve Session,       open,    session",
    "ann, /approve session 77ab-3, open,   session",
    "ann, /approve 77ab-3,        open,    once",
    "ann, /approve once 77ab-2,   open,    This was decided already.",
    "ann, /approve always,        open,    '`/approve` permits what'",
    "ann, /deny,                  open,    denied",
    "ann, /deny 77ab-3,           open,    denied",
    "ann, /deny 77ab-2,           open,    This was decided already.",
    "ann, /deny 77ab-3 dig there, open,    denied: dig there",
    "ann, /approve,               sudden,  Something else was asked a moment ago.",
    "ann, /approve once 77ab-3,   sudden,  once",
    "bob, /approve,               open,    'Only ann, cyd may decide this.'",
    "bob, /deny,                  open,    'Only ann, cyd may decide this.'",
    "bob, /approve,               decided, This was decided already. ann said: yes",
    "ann, /deny,                  decided, This was decided already. ann said: yes",
    "ann, /approve,               nothing, Nothing asks for permission now.",
    "ann, /deny,                  nothing, Nothing asks for permission now."
  })
  @DisplayName("what is typed, by whom, decides what is asked, or tells why it does not")
  void decides(String by, String text, String asked, String expected) {
    SessionFacts facts =
        switch (asked) {
          case "open" -> facts("");
          case "sudden" -> facts("", true);
          case "decided" -> facts("ann said: yes");
          default -> new SessionFacts(SessionState.ACTIVE, List.of(), Optional.empty());
        };
    Inbound said =
        new Inbound(new Address("web", "a", ""), "m", new Sender(by, ""), text, List.of(), 0);
    List<Change> changes =
        Command.parse(text).orElseThrow().decision(said, ROUTE, Set.of(), 0).apply(facts);

    String outcome =
        changes.get(0) instanceof Change.Decide decide
            ? decide.decision().recorded()
            : ((Change.Answer) changes.get(0)).text();
    assertThat(outcome).startsWith(expected);
    assertThat(changes).hasSize(changes.get(0) instanceof Change.Decide ? 2 : 1);
  }

  private static SessionFacts facts(String decided) {
    return facts(decided, false);
  }

  private static SessionFacts facts(String decided, boolean sudden) {
    return new SessionFacts(
        SessionState.ACTIVE,
        List.of(new TurnFacts(ATTEMPT.turn(), TurnState.ASKING, "dig", 0, 0, "agent")),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.of(new Permission(ATTEMPT.turn(), 3, List.of("ann", "cyd"), decided, sudden)));
  }

  @Test
  @DisplayName("each answer that a question offers decides that question")
  void options() {
    Question.Terms terms = new Question.Terms(List.of(), 7);
    Question question = Approval.question(ATTEMPT, "dig", "May I?", terms, Duration.ofHours(24));

    assertThat(question.text()).startsWith("May I?\n\n").contains("/approve session", "24 h");
    assertThat(question.options())
        .extracting(Option::text)
        .containsExactly("/approve once 77ab-3", "/approve session 77ab-3", "/deny 77ab-3");
  }

  @Test
  @DisplayName("/resume does not let a turn go on past what it asks permission for")
  void resume() {
    Inbound said =
        new Inbound(new Address("web", "a", ""), "m", new Sender("ann", ""), "", List.of(), 0);
    assertThat(Command.RESUME.decision(said, ROUTE, Set.of(), 0).apply(facts("")))
        .containsExactly(new Change.Answer(Wording.howToApprove()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "yes, once",
    "' OK! ', once",
    "No., denied",
    "n, denied",
    "yes but here, denied: yes but here",
    "'expired: ', 'denied: expired:'"
  })
  @DisplayName("what is said is a yes, a no, or a no with words; and is read as it was recorded")
  void words(String text, String recorded) {
    Decision decision = Decision.said(text);

    assertThat(decision.recorded()).isEqualTo(recorded);
    assertThat(Decision.ofRecorded(recorded)).isEqualTo(decision);
  }
}
