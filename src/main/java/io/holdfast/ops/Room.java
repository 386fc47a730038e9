package io.holdfast.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How large the store is, and how much room its disk has left. */
final class Room {

  private static final List<String> FILES = List.of("", "-wal", "-shm");

  private final Path database;
  private final AtomicLong size = new AtomicLong();
  private final AtomicLong free = new AtomicLong();

  Room(Path database, MeterRegistry meters) {
    this.database = database;
    gauge("holdfast.store.size", size, "What the database takes on its disk", meters);
    gauge("holdfast.store.free", free, "What its disk has left for it", meters);
  }

  private static void gauge(String name, AtomicLong value, String what, MeterRegistry meters) {
    Gauge.builder(name, value, AtomicLong::get)
        .description(what)
        .baseUnit("bytes")
        .register(meters);
  }

  /** Reads both from the disk; blocks. */
  void measure() {
    size.set(FILES.stream().mapToLong(suffix -> new File(database + suffix).length()).sum());
    free.set(database.toFile().getUsableSpace());
  }
}
