package io.holdfast;

import io.holdfast.cli.ExitCode;
import io.holdfast.config.Loaded;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.ops.Status;
import io.holdfast.ops.systemd.SystemdLink;
import io.holdfast.stop.Watchdog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one gateway until a signal ends it. Owns the process: its signals, its one shutdown hook and
 * its exit code.
 *
 * <p>The first SIGTERM or SIGINT begins the stop, a second one ends its waiting; SIGHUP reloads.
 * Signals are taken here rather than by the hook alone since the JVM ignores a second one once its
 * hooks run.
 */
final class Daemon {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final Gateway gateway;
  private final Watchdog watchdog = new Watchdog(Daemon::halt);
  private final Optional<SystemdLink> systemd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean armed = new AtomicBoolean();
  private final AtomicBoolean signalled = new AtomicBoolean();

  Daemon(Vertx vertx, Loaded loaded, Optional<Path> file, Kinds kinds) {
    this.gateway =
        new Gateway(
            vertx,
            loaded,
            file,
            kinds,
            InstantSource.system(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    this.systemd =
        SystemdLink.start(
            vertx,
            System.getenv(),
            gateway.budget(),
            new SystemdLink.Questions(gateway.control()::status, gateway::counts, gateway::beat));
  }

  /**
   * Blocks until the gateway has ended, and gives the exit code.
   *
   * @param hungUp whether a SIGHUP came before this could take it
   */
  int run(BooleanSupplier hungUp) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "holdfast-hook"));
    Signals.on("TERM", this::signalled);
    Signals.on("INT", this::signalled);
    Signals.on("HUP", this::reload);
    if (hungUp.getAsBoolean()) {
      reload();
    }
    gateway.stopping().onSuccess(this::stopping);
    Future<Integer> started = gateway.start().onSuccess(this::ready).onFailure(Daemon::explain);
    started.transform(any -> gateway.stopped()).onComplete(gone -> gone());
    ended.await();
    return started.failed() ? ExitCode.OTHER : exitCode();
  }

  /** A signal's sender knows what comes next; whoever asked us for a restart wants one. */
  private int exitCode() {
    boolean restart = !signalled.get() && gateway.stopping().result() == Reason.RESTART;
    return restart ? ExitCode.RESTART : ExitCode.CLEAN;
  }

  /** What the operator can put right is said in one line; the rest with where it came from. */
  private static void explain(Throwable cause) {
    if (cause instanceof HoldfastException) {
      LOG.error("start failed={}", cause.getMessage());
    } else {
      LOG.error("start failed", cause);
    }
  }

  private void ready(int port) {
    if (gateway.stopping().isComplete()) {
      return;
    }
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    systemd.ifPresent(this::ready);
    LOG.info("ready url=http://{}:{}/ after={}ms", gateway.host(), port, uptime);
  }

  /** From now on a reload is told of, too: its end is a READY, which must not come before this. */
  private void ready(SystemdLink link) {
    link.ready();
    gateway.onReload(link::reloading, ended -> reloaded(link, ended));
  }

  private void reloaded(SystemdLink link, Status.Reloaded ended) {
    if (!gateway.stopping().isComplete()) {
      link.reloaded(ended.summary());
    }
  }

  private void stopping(Reason reason) {
    arm();
    systemd.ifPresent(SystemdLink::stopping);
  }

  private void gone() {
    systemd.ifPresent(SystemdLink::close);
    ended.countDown();
  }

  private void signalled() {
    if (signalled.compareAndSet(false, true)) {
      stop();
    } else {
      LOG.warn("signal=second waiting=over");
      gateway.hurry();
    }
  }

  /** What becomes of it is in the log. */
  private void reload() {
    LOG.info("signal=hup");
    gateway.control().reload(Optional.empty());
  }

  /** Armed before anything that a frozen event loop could keep from happening. */
  private void stop() {
    // Asked first: its second is not the stop's.
    boolean again = systemd.map(SystemdLink::restarting).orElse(false);
    arm();
    gateway.stop(again ? Reason.RESTART : Reason.SHUTDOWN);
  }

  private void arm() {
    if (armed.compareAndSet(false, true)) {
      watchdog.arm(gateway.budget());
    }
  }

  /** Whatever becomes of the log: its classes may be gone, if the jar was overwritten. */
  private static void halt(int code) {
    try {
      Logging.flush();
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  /** Nothing to do, mostly: what a signal began has ended before the JVM comes here. */
  private void stopAndWait() {
    if (ended.getCount() > 0) {
      stop();
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
