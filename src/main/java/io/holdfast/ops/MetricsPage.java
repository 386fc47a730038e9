package io.holdfast.ops;

import io.holdfast.http.HttpGate;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

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
    http.mount(
        "/metrics",
        request ->
            request
                .response()
                .putHeader("content-type", CONTENT_TYPE)
                .end(registry.scrape(CONTENT_TYPE)));
  }
}
