package io.holdfast.ops.systemd;

import io.holdfast.model.Counts;
import io.holdfast.ops.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's link with the systemd that runs it. Belongs to no verticle and works to the very
 * end of a stop. Safe from any thread; nothing blocks but {@link #restarting()}, and nothing fails.
 */
public final class SystemdLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SystemdLink.class);

  /**
   * What the link asks.
   *
   * @param status how the gateway is doing; asked from {@link SystemdLink#ready()} on
   * @param counts how many rows stand where
   * @param commit a commit of the store
   */
  public record Questions(
      Supplier<Status> status, Supplier<Future<Counts>> counts, Supplier<Future<Void>> commit) {}

  private final Systemd systemd;
  private final Optional<NotifySocket> socket;
  private final Optional<Reporter> reporter;
  private final Optional<Liveness> liveness;

  private SystemdLink(Vertx vertx, Systemd systemd, Questions questions) {
    this.systemd = systemd;
    this.socket = systemd.socket().filter(name -> possible()).map(NotifySocket::new);
    this.reporter =
        socket.map(
            line ->
                new Reporter(questions.status(), questions.counts(), line, InstantSource.system()));
    this.liveness =
        socket.map(
            line ->
                new Liveness(
                    ((VertxInternal) vertx).nettyEventLoopGroup(),
                    onContext(vertx, questions.commit()),
                    line::alive));
  }

  /**
   * The link; empty where systemd does not run this process. In the background it compares the
   * unit's stop timeout with the drain's, and logs one line if the drain is longer.
   *
   * @param environment of this process
   * @param drain how long a stop may take
   */
  public static Optional<SystemdLink> start(
      Vertx vertx, Map<String, String> environment, Duration drain, Questions questions) {
    Optional<SystemdLink> link =
        Systemd.found(environment, ProcessHandle.current().pid(), cgroup())
            .map(systemd -> new SystemdLink(vertx, systemd, questions));
    link.ifPresent(started -> started.begin(vertx, drain));
    return link;
  }

  private void begin(Vertx vertx, Duration drain) {
    LOG.info(
        "systemd unit={} notify={} watchdog={}",
        systemd.notes().map(Notes::unit).orElse("unknown"),
        socket.isPresent(),
        systemd.watchdog().map(Duration::toString).orElse("none"));
    socket.ifPresent(line -> line.every(Reporter.PERIOD, reporter.orElseThrow()::tick));
    systemd.notes().ifPresent(notes -> check(vertx, notes, drain));
  }

  private static void check(Vertx vertx, Notes notes, Duration drain) {
    vertx
        .executeBlocking(notes::properties)
        .onSuccess(
            shown ->
                shown
                    .flatMap(text -> Budget.mismatch(notes.unit(), drain, text))
                    .ifPresent(LOG::warn));
  }

  /** All is up: systemd may go on with what waits for it, and watch over this process. */
  public void ready() {
    reporter.ifPresent(Reporter::ready);
    socket.ifPresent(line -> line.ready(reporter.orElseThrow().text()));
    systemd
        .watchdog()
        .ifPresent(
            within ->
                socket.ifPresent(
                    line -> line.every(within.dividedBy(3), liveness.orElseThrow()::round)));
  }

  /** A reload begins. */
  public void reloading() {
    socket.ifPresent(line -> line.reloading(System.nanoTime()));
  }

  /** The reload is over, whatever became of it. */
  public void reloaded(String summary) {
    socket.ifPresent(line -> line.ready(summary));
  }

  /** A stop begins, whoever asked for it; call it when the status says so. */
  public void stopping() {
    socket.ifPresent(line -> line.stopping(reporter.orElseThrow().text(), Reporter.EXTENSION));
  }

  /**
   * Whether systemd stops this process in order to start it again. Blocks for up to a second: not
   * for an event loop. False when nobody knows.
   */
  public boolean restarting() {
    return systemd.notes().map(Notes::restarting).orElse(false);
  }

  /** Nothing more will be said. */
  @Override
  public void close() {
    socket.ifPresent(NotifySocket::close);
  }

  private static boolean possible() {
    boolean possible = NotifySocket.possible();
    if (!possible) {
      LOG.warn("systemd notify=none because=no-epoll-on-this-platform");
    }
    return possible;
  }

  /** On one context for good: from a thread that is not Vert.x's each call would make its own. */
  private static Supplier<Future<Void>> onContext(Vertx vertx, Supplier<Future<Void>> commit) {
    ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    return () -> {
      Promise<Void> done = Promise.promise();
      context.runOnContext(begin -> commit.get().onComplete(done));
      return done.future();
    };
  }

  private static String cgroup() {
    try {
      return Files.readString(Path.of("/proc/self/cgroup"));
    } catch (IOException e) {
      return "";
    }
  }
}
