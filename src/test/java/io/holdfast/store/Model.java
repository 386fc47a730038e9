package io.holdfast.store;

import io.holdfast.model.AttemptId;
import io.holdfast.model.TurnState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store as a few lists: what it should say, slowly and surely. */
final class Model {

  private static final class Turn {
    private final String id;
    private final String chat;
    private final String message;
    private TurnState state = TurnState.QUEUED;
    private int attempt;

    private Turn(String id, String chat, String message) {
      this.id = id;
      this.chat = chat;
      this.message = message;
    }

    private void become(TurnState next) {
      if (!state.next().contains(next)) {
        throw new AssertionError(id + " went from " + state + " to " + next);
      }
      state = next;
    }
  }

  private record Said(String chat, String text) {}

  private final Map<String, Turn> turns = new LinkedHashMap<>();
  private final Set<String> suspended = new HashSet<>();
  private final List<Said> said = new ArrayList<>();

  void accepted(String chat, String message, String turn) {
    turns.put(turn, new Turn(turn, chat, message));
    if (suspended.contains(chat)) {
      said.add(new Said(chat, StoreContract.HELD));
    }
  }

  private Turn turn(String id) {
    return Optional.ofNullable(turns.get(id)).orElseThrow();
  }

  String turnOf(String message) {
    return turns.values().stream()
        .filter(turn -> turn.message.equals(message))
        .findFirst()
        .orElseThrow()
        .id;
  }

  String messageOf(String turn) {
    return turn(turn).message;
  }

  /** The first open turn of each session that is active and has none running. */
  List<String> claimable() {
    Set<String> seen = new HashSet<>();
    List<String> claimable = new ArrayList<>();
    for (Turn turn : turns.values()) {
      if (turn.state.open()
          && seen.add(turn.chat)
          && turn.state != TurnState.RUNNING
          && !suspended.contains(turn.chat)) {
        claimable.add(turn.id);
      }
    }
    return claimable;
  }

  void claimed(AttemptId attempt) {
    if (!claimable().contains(attempt.turn())) {
      throw new AssertionError(attempt + " was not to be claimed");
    }
    Turn turn = turn(attempt.turn());
    turn.become(TurnState.RUNNING);
    turn.attempt++;
    if (turn.attempt != attempt.number()) {
      throw new AssertionError(attempt + " should have number " + turn.attempt);
    }
  }

  boolean runs(AttemptId attempt) {
    Turn turn = turn(attempt.turn());
    return turn.state == TurnState.RUNNING && turn.attempt == attempt.number();
  }

  List<String> running() {
    return turns.values().stream()
        .filter(turn -> turn.state == TurnState.RUNNING)
        .map(turn -> turn.id)
        .toList();
  }

  void finished(AttemptId attempt, String text) {
    Turn turn = turn(attempt.turn());
    turn.become(TurnState.DONE);
    said.add(new Said(turn.chat, text));
  }

  void released(AttemptId attempt) {
    turn(attempt.turn()).become(TurnState.INTERRUPTED);
  }

  void crashed() {
    turns.values().stream()
        .filter(turn -> turn.state == TurnState.RUNNING)
        .forEach(turn -> turn.become(TurnState.INTERRUPTED));
  }

  void active(String chat, boolean active) {
    if (active) {
      suspended.remove(chat);
    } else {
      suspended.add(chat);
    }
  }

  Optional<String> lastQueued(String chat) {
    return turns.values().stream()
        .filter(turn -> turn.chat.equals(chat) && turn.state == TurnState.QUEUED)
        .map(turn -> turn.id)
        .reduce((first, second) -> second);
  }

  void cancelled(String turn) {
    turn(turn).become(TurnState.CANCELLED);
  }

  List<String> said() {
    return said.stream().map(Said::text).toList();
  }

  List<String> saidIn(String chat) {
    return said.stream().filter(one -> one.chat().equals(chat)).map(Said::text).toList();
  }
}
