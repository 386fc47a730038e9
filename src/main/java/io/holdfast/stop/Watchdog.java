package io.holdfast.stop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts a process whose stop outlives its budget. A plain thread: it depends on no event loop, no
 * lock of ours and no shutdown hook, so a frozen gateway can still be restarted.
 */
public final class Watchdog {

  /** The exit code of a halted process (EX_SOFTWARE in sysexits.h). */
  public static final int EXIT_CODE = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private static final long DUMP_BOUND = 2_000;

  private final IntConsumer halt;

  /** A watchdog that calls {@code halt} with {@link #EXIT_CODE}, normally Runtime::halt. */
  public Watchdog(IntConsumer halt) {
    this.halt = halt;
  }

  /**
   * Starts counting; there is no way to call it off, the process is to be gone by then.
   *
   * @param budget how long the stop may take
   */
  public void arm(Duration budget) {
    start("holdfast-watchdog", () -> watch(budget));
  }

  private void watch(Duration budget) {
    try {
      new CountDownLatch(1).await(budget.toMillis(), TimeUnit.MILLISECONDS);
      start("holdfast-watchdog-dump", Watchdog::dump).join(DUMP_BOUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      halt.accept(EXIT_CODE);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** On a thread of its own, since the log may be what hangs. */
  private static void dump() {
    StringBuilder threads = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      threads.append(thread);
    }
    LOG.error("watchdog=halt exit={} threads:\n{}", EXIT_CODE, threads);
  }
}
