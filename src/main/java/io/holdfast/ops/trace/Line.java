package io.holdfast.ops.trace;

import io.holdfast.retry.Bound;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from an event loop to the collector: one thread, so that a collector that hangs takes
 * none from anybody else. The collector is made there when the first spans are sent.
 */
final class Line {

  private static final Bound CLOSE = new Bound(300);

  private final String collectorUrl;
  private final String version;
  private final WorkerExecutor worker;
  private volatile boolean closed;
  private @Nullable Collector collector;

  /** The way to the collector at this base URL, told this version of the program. */
  Line(Vertx vertx, String collectorUrl, String version) {
    this.collectorUrl = collectorUrl;
    this.version = version;
    this.worker = vertx.createSharedWorkerExecutor("holdfast-tracing", 1);
  }

  /** Succeeds when the collector has taken all of them. */
  Future<Void> send(List<Span> spans) {
    if (closed) {
      return Future.failedFuture("tracing has ended");
    }
    return worker.executeBlocking(() -> sendNow(spans), false).mapEmpty();
  }

  private int sendNow(List<Span> spans) throws IOException {
    collector().send(spans);
    return spans.size();
  }

  /**
   * Nothing is sent from now on; always succeeds. What is being sent is given up when it takes
   * long.
   */
  Future<Void> close() {
    closed = true;
    return CLOSE
        .on(() -> worker.executeBlocking(this::closeCollector, false))
        .transform(done -> worker.close())
        .otherwiseEmpty();
  }

  private boolean closeCollector() {
    if (collector != null) {
      collector.close();
    }
    return true;
  }

  private Collector collector() {
    if (collector == null) {
      collector = new Collector(collectorUrl, version);
    }
    return collector;
  }
}
