package io.holdfast.lab.world;

import io.holdfast.config.Loaded;
import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Fuse;
import io.holdfast.failpoint.Halted;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.model.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What stands for one process: a gateway with a Vertx of its own, which dies when its fuse says so.
 * From then on each of its points throws, so that it begins and commits nothing more.
 */
final class Life implements Fuse {

  /** What a life is told of and asked. */
  interface Overseer {

    /** A point is reached; gives what happens there, or has the life die. */
    Action reached(Life life, String point);

    void ready(Life life, int port);

    /** It is no more; nobody is to talk to it. */
    void dead(Life life);
  }

  /**
   * How much longer than its budget a stop may take before it counts as one that hangs, in
   * milliseconds: each of its links has a bound, and the machine is busy.
   */
  private static final long PATIENCE = 30_000;

  private static final long LOOK = 100;

  private final int number;
  private final int senders;
  private final Overseer overseer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final MortalVertx vertx;
  private final Gateway gateway;
  private volatile boolean dead;
  private volatile boolean watchdog;
  private volatile String stop = "";
  private volatile long deadline = Long.MAX_VALUE;

  /** A life that has not begun. Arms the calling thread. */
  Life(
      int number,
      Overseer overseer,
      Loaded loaded,
      Optional<Path> file,
      Kinds kinds,
      InstantSource clock) {
    this.number = number;
    this.senders = Boards.senders(loaded.config());
    this.overseer = overseer;
    Failpoints.arm(this);
    Vertx real =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setBlockedThreadCheckInterval(60_000)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.vertx = new MortalVertx(real, this::dead);
    this.gateway =
        new Gateway(
            vertx,
            loaded,
            file,
            kinds,
            clock,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  int number() {
    return number;
  }

  /** How many verticles it has deployed. */
  int verticles() {
    return vertx.deploymentIDs().size();
  }

  /** What was there of it when it had stopped by itself, by what it is. */
  Map<String, Integer> left() {
    return vertx.left();
  }

  /** The timers that it has now; blocks. Empty where it ends, or has begun to stop. */
  Optional<Event.Idle> idle() {
    try {
      Timers timers = vertx.timers().await(LOOK, TimeUnit.MILLISECONDS);
      return over() || !stop.isEmpty()
          ? Optional.empty()
          : Optional.of(new Event.Idle(number, timers.once(), timers.periodic(), senders));
    } catch (TimeoutException notNow) {
      return Optional.empty();
    }
  }

  boolean dead() {
    return dead;
  }

  boolean over() {
    return ended.getCount() == 0;
  }

  /** The reason of the stop that has begun, empty where there is none. */
  String stop() {
    return stop;
  }

  /** Lives; blocks until it has ended and nothing of it is left. */
  How live() throws InterruptedException {
    gateway.stopping().onSuccess(this::stopping);
    gateway.stopped().onSuccess(gone -> ended.countDown());
    gateway.start().onSuccess(port -> overseer.ready(this, port));
    while (!ended.await(LOOK, TimeUnit.MILLISECONDS)) {
      if (!dead && System.nanoTime() - PATIENCE * 1_000_000 > deadline) {
        watchdog = true;
        die();
      }
    }
    overseer.dead(this);
    // Where its own close was made to fail, the end of its process would give the database back.
    Burial.ofStore(gateway);
    if (!dead) {
      return How.CLEAN;
    }
    Burial.of(vertx);
    return watchdog ? How.LATE : How.KILLED;
  }

  private void stopping(Reason reason) {
    stop = reason.name();
    deadline = System.nanoTime() + gateway.budget().toNanos();
  }

  /** Ends it here and now. */
  void die() {
    dead = true;
    ended.countDown();
  }

  /** Has somebody deal with its gateway on a thread of its own, if it lives. */
  void operate(Consumer<Gateway> operator) {
    if (over()) {
      return;
    }
    try {
      vertx.runOnContext(
          now -> {
            if (!dead) {
              operator.accept(gateway);
            }
          });
    } catch (RejectedExecutionException | IllegalStateException gone) {
      // It ended meanwhile, which may happen to an operator.
    }
  }

  @Override
  public Action reached(String point) {
    if (dead) {
      throw new Halted(point);
    }
    return overseer.reached(this, point);
  }
}
