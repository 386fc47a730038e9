package io.holdfast.lab.process;

import io.holdfast.lab.process.Disturbance.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * The disturbances of a round: first one of each kind, so that none of them is left to luck, then a
 * hundred that are weighted, and a hundred again. Shuffled by the seed.
 */
final class Deck {

  private final Random random;
  private final Deque<Kind> cards = new ArrayDeque<>();
  private boolean first = true;

  Deck(Random random) {
    this.random = random;
    shuffled(List.of(Kind.values()));
  }

  /** Whether each kind has come. */
  boolean hasShownAll() {
    return !first || cards.isEmpty();
  }

  /** The next one. */
  Disturbance next() {
    if (cards.isEmpty()) {
      first = false;
      List<Kind> hundred = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        hundred.addAll(Collections.nCopies(kind.weight, kind));
      }
      shuffled(hundred);
    }
    return Disturbance.of(cards.remove(), first, random);
  }

  private void shuffled(List<Kind> kinds) {
    List<Kind> mixed = new ArrayList<>(kinds);
    Collections.shuffle(mixed, random);
    cards.addAll(mixed);
  }
}
