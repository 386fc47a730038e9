package io.holdfast.lab.world;

import java.util.function.BooleanSupplier;

/** Wakes whoever waits for something of a run; a bell that is missed costs one look. */
final class Bell {

  private static final int LOOK_MILLIS = 20;

  synchronized void ring() {
    notifyAll();
  }

  /** Waits until it holds, for so many milliseconds at most; gives whether it does. */
  boolean await(BooleanSupplier condition, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      look();
    }
    return true;
  }

  private synchronized void look() {
    try {
      wait(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
