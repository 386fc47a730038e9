package io.holdfast.ops.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformLoggingMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A collector of OpenTelemetry, reached by OTLP over HTTP. With {@link OtlpSpan} the only class
 * that knows OpenTelemetry's, which cost a start some time: make it when there is something to
 * send. Its methods block.
 */
final class Collector {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Resource resource;
  private final SpanExporter exporter;

  /** The collector at {@code baseUrl}, told that the spans are of this version of Holdfast. */
  Collector(String baseUrl, String version) {
    this.resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "holdfast")
                .put("service.version", version)
                .build());
    this.exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint(baseUrl))
            .setConnectTimeout(CONNECT)
            .setTimeout(TIMEOUT)
            .setCompression("gzip")
            // Who sends tries again, and counts.
            .setRetryPolicy(null)
            .setMeterProvider(MeterProvider.noop())
            .build();
    silence();
  }

  static String endpoint(String baseUrl) {
    return (baseUrl.endsWith("/") ? baseUrl : baseUrl + "/") + "v1/traces";
  }

  /** OpenTelemetry says every failure in a log of its own, beside ours. */
  private static void silence() {
    PlatformLoggingMXBean loggers =
        ManagementFactory.getPlatformMXBean(PlatformLoggingMXBean.class);
    loggers.getLoggerNames().stream()
        .filter(name -> name.startsWith("io.opentelemetry."))
        .forEach(name -> loggers.setLoggerLevel(name, "OFF"));
  }

  /** Sends spans; blocks for some seconds at most. Fails when they are not taken. */
  void send(List<Span> spans) throws IOException {
    List<SpanData> batch = spans.stream().<SpanData>map(this::otlp).toList();
    CompletableResultCode result = exporter.export(batch);
    result.join(TIMEOUT.plus(CONNECT).toMillis(), TimeUnit.MILLISECONDS);
    if (!result.isSuccess()) {
      throw new IOException(why(result.getFailureThrowable()));
    }
  }

  private OtlpSpan otlp(Span span) {
    return new OtlpSpan(span, resource);
  }

  private static String why(@Nullable Throwable failure) {
    if (failure == null) {
      return "no answer";
    }
    // Without a cause it had an answer, whose status only an internal class of the exporter knows.
    Throwable cause = failure.getCause();
    return cause == null ? "refused by the collector" : cause.toString();
  }

  void close() {
    exporter.shutdown().join(1, TimeUnit.SECONDS);
  }
}
