package io.holdfast.lab.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * The kinds of disturbances of a round: first one of each, so that none of them is left to luck,
 * then as many of each as it weighs, and as many again. Shuffled by the seed.
 */
public final class Deck<K> {

  private final Random random;
  private final List<K> all;
  private final ToIntFunction<K> weight;
  private final Deque<K> cards = new ArrayDeque<>();
  private boolean first = true;

  /**
   * @param weight how many there are of a kind, after the first of each
   */
  public Deck(Random random, List<K> all, ToIntFunction<K> weight) {
    this.random = random;
    this.all = List.copyOf(all);
    this.weight = weight;
    shuffled(all);
  }

  /** Whether each kind has come. */
  public boolean hasShownAll() {
    return !first || cards.isEmpty();
  }

  /** Whether the last one was the first of its kind. */
  boolean isFirst() {
    return first;
  }

  /** The next one. */
  public K next() {
    if (cards.isEmpty()) {
      first = false;
      List<K> weighted = new ArrayList<>();
      for (K kind : all) {
        weighted.addAll(Collections.nCopies(weight.applyAsInt(kind), kind));
      }
      shuffled(weighted);
    }
    return cards.remove();
  }

  private void shuffled(List<K> kinds) {
    List<K> mixed = new ArrayList<>(kinds);
    Collections.shuffle(mixed, random);
    cards.addAll(mixed);
  }
}
