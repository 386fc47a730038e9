package io.holdfast.cli;

import io.holdfast.cli.screen.Screen;
import io.holdfast.store.migration.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how a migration gets on: at the beginning of each stage, and every other second of it. */
final class Pace implements Watch {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Screen screen;
  private @Nullable Stage current;
  private Instant begun = Instant.EPOCH;
  private Instant shown = Instant.EPOCH;
  private long before;

  Pace(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void reached(Stage stage, String table, long rows, long all) {
    Instant now = screen.now();
    boolean first = stage != current;
    if (first) {
      current = stage;
      begun = now;
      before = rows;
    } else if (Duration.between(shown, now).compareTo(PAUSE) < 0) {
      return;
    }
    shown = now;
    String done = String.format(Locale.ROOT, "%,d of %,d rows", rows, all);
    String speed = first ? "" : String.format(Locale.ROOT, ", %,d rows/s", speed(rows, now));
    screen.progress(
        stage.name().toLowerCase(Locale.ROOT)
            + " "
            + table
            + ": "
            + done
            + ", "
            + 100 * rows / Math.max(1, all)
            + " %"
            + speed);
  }

  private long speed(long rows, Instant now) {
    return (rows - before) * 1_000 / Math.max(1, Duration.between(begun, now).toMillis());
  }

  void over() {
    screen.progressOver();
  }
}
