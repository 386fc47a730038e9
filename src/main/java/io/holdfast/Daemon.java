package io.holdfast;

import io.holdfast.cli.ExitCode;
import io.holdfast.config.Config;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.ops.systemd.SystemdLink;
import io.holdfast.stop.Watchdog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one gateway until a signal ends it. Owns the process: its signals, its one shutdown hook and
 * its exit code.
 *
 * <p>The first SIGTERM or SIGINT begins the stop, a second one ends its waiting. Signals are taken
 * here rather than by the hook alone since the JVM ignores a second one once its hooks run.
 */
final class Daemon {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

  private final Config config;
  private final Gateway gateway;
  private final Watchdog watchdog;
  private final Optional<SystemdLink> systemd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean stopping = new AtomicBoolean();

  Daemon(Vertx vertx, Config config, Kinds kinds) {
    this.config = config;
    this.gateway =
        new Gateway(
            vertx,
            config,
            kinds,
            InstantSource.system(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    this.watchdog = new Watchdog(config.drainTimeout(), Daemon::halt);
    this.systemd =
        SystemdLink.start(
            vertx,
            System.getenv(),
            config.drainTimeout(),
            new SystemdLink.Questions(gateway::status, gateway::counts, gateway::beat));
  }

  /** Blocks until the gateway has ended, and gives the exit code. */
  int run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "holdfast-hook"));
    Signals.on("TERM", this::signalled);
    Signals.on("INT", this::signalled);
    AtomicBoolean failed = new AtomicBoolean();
    gateway
        .start()
        .onSuccess(this::ready)
        .onFailure(
            cause -> {
              failed.set(true);
              explain(cause);
              ended.countDown();
            });
    ended.await();
    return failed.get() ? ExitCode.OTHER : ExitCode.CLEAN;
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
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
    systemd.ifPresent(SystemdLink::ready);
    LOG.info("ready url=http://{}:{}/ after={}ms", config.http().host(), port, uptime);
  }

  private void signalled() {
    if (stopping.get()) {
      LOG.warn("signal=second waiting=over");
      gateway.hurry();
    } else {
      stop();
    }
  }

  private void stop() {
    if (stopping.compareAndSet(false, true)) {
      boolean again = systemd.map(SystemdLink::restarting).orElse(false);
      watchdog.arm();
      gateway.stop(again ? Reason.RESTART : Reason.SHUTDOWN).onComplete(done -> gone());
      systemd.ifPresent(SystemdLink::stopping);
    }
  }

  private void gone() {
    systemd.ifPresent(SystemdLink::close);
    ended.countDown();
  }

  private static void halt(int code) {
    Logging.flush();
    Runtime.getRuntime().halt(code);
  }

  private void stopAndWait() {
    stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
