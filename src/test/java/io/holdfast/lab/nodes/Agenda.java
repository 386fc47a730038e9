package io.holdfast.lab.nodes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What is still to be done, and when. For one thread. */
final class Agenda {

  /** Something to be done. */
  interface Act {
    void run() throws IOException, InterruptedException;
  }

  private record Item(BooleanSupplier due, Act act) {}

  private final List<Item> items = new ArrayList<>();
  private boolean closed;

  /** After so many milliseconds. */
  void in(int millis, Act act) {
    long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    when(() -> System.nanoTime() >= at, act);
  }

  /** As soon as something is so. */
  void when(BooleanSupplier due, Act act) {
    if (closed) {
      return;
    }
    items.add(new Item(due, act));
  }

  /** Does what is due. */
  void go() throws IOException, InterruptedException {
    List<Item> due = items.stream().filter(item -> item.due().getAsBoolean()).toList();
    items.removeAll(due);
    for (Item item : due) {
      item.act().run();
    }
  }

  /** Nothing more is taken on. */
  void close() {
    closed = true;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }
}
