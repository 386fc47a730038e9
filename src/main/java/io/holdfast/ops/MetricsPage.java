package io.holdfast.ops;

import io.holdfast.http.HttpGate;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;

/** {@code /metrics} in the Prometheus text format. */
public final class MetricsPage {

  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  /** Serves {@code registry}. */
  public MetricsPage(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** Mounts the route. */
  public void mount(HttpGate http) {
    http.mount("/metrics", this::scrape);
  }

  /** On a worker: some of the JVM's meters ask the operating system when they are read. */
  private void scrape(RoutingContext request) {
    request
        .vertx()
        .executeBlocking(() -> registry.scrape(CONTENT_TYPE), false)
        .onSuccess(text -> request.response().putHeader("content-type", CONTENT_TYPE).end(text))
        .onFailure(request::fail);
  }
}
