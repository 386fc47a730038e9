package io.holdfast.ops.trace;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from an event loop to the collector: one thread, so that a collector that hangs takes
 * none from anybody else. The collector is made there when the first spans are sent.
 */
final class Line {

  private final String collectorUrl;
  private final String version;
  private final WorkerExecutor worker;
  private volatile boolean cut;
  private @Nullable Collector collector;

  /** Made in a verticle's start, it is gone with the verticle. */
  Line(Vertx vertx, String collectorUrl, String version) {
    this.collectorUrl = collectorUrl;
    this.version = version;
    this.worker = vertx.createSharedWorkerExecutor("holdfast-tracing", 1);
  }

  /** Succeeds when the collector has taken all of them. */
  Future<Void> send(List<Span> spans) {
    if (cut) {
      return Future.failedFuture("tracing has ended");
    }
    return worker.executeBlocking(
        () -> {
          collector().send(spans);
          return null;
        },
        false);
  }

  /** Closes the collector once what was sent before has an answer. */
  Future<Void> close() {
    if (cut) {
      return Future.succeededFuture();
    }
    return worker.executeBlocking(
        () -> {
          if (collector != null) {
            collector.close();
          }
          return null;
        },
        false);
  }

  /** Nothing is sent from now on: the thread goes with the verticle. */
  void cut() {
    cut = true;
  }

  private Collector collector() {
    if (collector == null) {
      collector = new Collector(collectorUrl, version);
    }
    return collector;
  }
}
