package io.holdfast.ops.api;

import io.holdfast.model.Change;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operator's wish changes in a session: the same as its user's command would, and the chat
 * is told who it was. Where there is nothing to do, nothing is said.
 */
final class Steering {

  private Steering() {}

  static List<Change> suspend(SessionFacts facts) {
    if (facts.state() == SessionState.SUSPENDED) {
      return List.of();
    }
    boolean running = facts.open().stream().anyMatch(turn -> turn.state() == TurnState.RUNNING);
    String text =
        running
            ? "An operator paused this chat: the task stops after its current step."
            : "An operator paused this chat.";
    return List.of(new Change.Suspend(), new Change.Answer(text + " /resume goes on."));
  }

  static List<Change> resume(SessionFacts facts) {
    List<Change> changes = new ArrayList<>();
    for (TurnFacts turn : facts.open()) {
      if (turn.state() == TurnState.QUARANTINED || turn.state() == TurnState.ASKING) {
        changes.add(new Change.Resume(turn.id()));
      }
    }
    if (facts.state() == SessionState.SUSPENDED) {
      changes.add(new Change.Activate());
    }
    if (!changes.isEmpty()) {
      changes.add(new Change.Answer("An operator lets this chat go on."));
    }
    return changes;
  }

  static List<Change> cancel(String id, SessionFacts facts) {
    Optional<TurnFacts> found =
        facts.open().stream().filter(turn -> turn.id().equals(id)).findFirst();
    if (found.isEmpty()) {
      return List.of();
    }
    TurnFacts turn = found.get();
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Cancel(id));
    if (turn.state() == TurnState.QUARANTINED) {
      // The loop breaker suspended the session for this turn's sake.
      changes.add(new Change.Activate());
    }
    String said = turn.state() == TurnState.RUNNING ? "is ending" : "ended";
    String answer = "An operator " + said + " this task: " + turn.text();
    changes.add(new Change.Answer(answer.strip()));
    return changes;
  }
}
