package io.holdfast.failpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether points are armed, and by which fuse: that of the thread, else that of the process.
 *
 * <p>A fuse that is armed on a thread holds on every thread that it starts from then on, and on
 * those that they start. So a gateway that is made on an armed thread has a fuse of its own, beside
 * others in the same process.
 */
public final class Failpoints {

  private static final InheritableThreadLocal<@Nullable Fuse> MINE = new InheritableThreadLocal<>();
  private static final Optional<Fuse> PROCESS =
      Optional.ofNullable(System.getProperty("holdfast.failpoint")).map(PropertyFuse::parse);

  private static volatile boolean armed = PROCESS.isPresent();

  private Failpoints() {}

  /** Arms the calling thread, and those that it starts from now on. */
  public static void arm(Fuse fuse) {
    armed = true;
    MINE.set(fuse);
  }

  /** Disarms the calling thread; those that it has started stay as they are. */
  public static void disarm() {
    MINE.remove();
  }

  /** The fuse of the calling thread, or of the process; empty where nothing is armed. */
  public static Optional<Fuse> fuse() {
    if (!armed) {
      return Optional.empty();
    }
    Fuse mine = MINE.get();
    return mine == null ? PROCESS : Optional.of(mine);
  }

  static Action reached(String point) {
    return fuse().map(fuse -> fuse.reached(point)).orElse(Action.PASS);
  }

  static boolean armed() {
    return armed;
  }
}
