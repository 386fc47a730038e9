package io.holdfast.lab.world;

import io.holdfast.lab.history.Event.Effect;
import java.util.ArrayList;
import java.util.List;

/** The world outside of the gateway, as far as steps have effects in it. Safe from any thread. */
final class Ledger {

  private final List<Effect> effects = new ArrayList<>();

  synchronized void add(Effect effect) {
    effects.add(effect);
  }

  /** How many effects a chat's turns have had. */
  synchronized int of(String chat) {
    return (int) effects.stream().filter(effect -> effect.chat().equals(chat)).count();
  }

  /** Whether a step of a turn has happened. */
  synchronized boolean has(String turn, String step) {
    return effects.stream().anyMatch(e -> e.turn().equals(turn) && e.step().equals(step));
  }

  synchronized int size() {
    return effects.size();
  }
}
