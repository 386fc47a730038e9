package io.holdfast.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.connector.websocket.WebSocketConnector;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.gateway.NextLife;
import io.holdfast.model.Reason;
import io.holdfast.protocol.ProtocolClient;
import io.holdfast.runner.demo.DemoRunner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of what watches a gateway")
class MonitoringIT {

  private static final Pattern NAME = Pattern.compile("\\b(?:holdfast|jvm|process)_\\w+");
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");

  /** What Prometheus adds to each sample. */
  private static final Set<String> SCRAPED = Set.of("instance", "job");

  /** The labels of each name that a gateway was seen to show, in two lives. */
  private static final Map<String, Set<String>> SHOWN = new TreeMap<>();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  @BeforeAll
  static void live() throws IOException {
    Path file = folder.resolve("holdfast.yaml");
    Files.writeString(
        file,
        """
        http: {port: 0}
        store: {sqlite: %s/holdfast.db}
        drain-timeout: 500ms
        tracing: {otlp: "http://127.0.0.1:1"}
        runners:
          demo: {type: demo, pace: 1s}
        """
            .formatted(folder));
    Vertx clients = Vertx.vertx();
    WebSocketClient sockets = clients.createWebSocketClient();
    try {
      life(file, port -> firstLife(ProtocolClient.of(clients, sockets, port, "web"), port));
      life(file, port -> seen(port, "holdfast_resumes_total", "jvm_gc_pause_seconds_sum"));
    } finally {
      get(clients.close());
    }
  }

  private static void firstLife(ProtocolClient client, int port) {
    client.acking(false).chats("c1", "c2");
    get(client.connect());
    get(client.say("c1", "hello"));
    await().until(() -> !client.shown().isEmpty());
    get(client.say("c2", "work for 600 steps"));
    get(client.say("c2", "and once more"));
    seen(
        port,
        "holdfast_turns_total",
        "holdfast_turns_open",
        "holdfast_queue_depth",
        "holdfast_deliveries_open",
        "holdfast_check");
    client.sendRaw("this is no frame");
    seen(port, "holdfast_closes_total");
    get(client.close());
  }

  private static void life(Path file, IntConsumer visit) {
    NextLife life = NextLife.begin(() -> create(file));
    try {
      visit.accept(life.port());
    } finally {
      get(life.gateway().stop(Reason.SHUTDOWN));
    }
  }

  private static Gateway create(Path file) {
    Vertx vertx = Vertx.vertx();
    Loaded loaded = get(ConfigLoader.read(vertx, Optional.of(file)));
    Kinds kinds = new Kinds(List.of(WebSocketConnector.type()), List.of(DemoRunner.type()));
    return new Gateway(
        vertx,
        loaded,
        Optional.of(file),
        kinds,
        InstantSource.system(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** Looks until these are shown, too. */
  private static void seen(int port, String... names) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              System.gc();
              look(port);
              assertThat(SHOWN).containsKeys(names);
            });
  }

  private static void look(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    String page = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher sample = SAMPLE.matcher(page);
    while (sample.find()) {
      Set<String> labels = SHOWN.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
      labels.addAll(all(LABEL, sample.group(2) == null ? "" : sample.group(2)));
    }
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().map((MatchResult r) -> last(r)).forEach(found::add);
    return found;
  }

  private static String last(MatchResult result) {
    return result.group(result.groupCount());
  }

  // ── the dashboard and the alerts ─────────────────────────────────────────────────────────────

  static List<String> expressions() throws IOException {
    return Monitoring.expressions();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expressions")
  @DisplayName("each query asks for names and labels that a gateway shows:")
  void names(String expression) {
    assertThat(SHOWN.keySet()).containsAll(all(NAME, expression));
    SELECTOR
        .matcher(expression)
        .results()
        .filter(selector -> SHOWN.containsKey(selector.group(1)))
        .forEach(
            selector -> {
              Set<String> asked = all(LABEL, selector.group(2));
              asked.removeAll(SCRAPED);
              assertThat(SHOWN.get(selector.group(1))).containsAll(asked);
            });
  }

  @Test
  @DisplayName("the operations page names only metrics that a gateway shows")
  void page() throws IOException {
    Set<String> known = new TreeSet<>(SHOWN.keySet());
    SHOWN.keySet().forEach(name -> known.add(base(name)));
    assertThat(known).containsAll(all(NAME, Files.readString(Monitoring.PAGE)));
  }

  @Test
  @DisplayName("the operations page names each metric of the gateway's own")
  void complete() throws IOException {
    String page = Files.readString(Monitoring.PAGE);
    assertThat(SHOWN.keySet())
        .filteredOn(name -> name.startsWith("holdfast_"))
        .map(MonitoringIT::base)
        .allSatisfy(name -> assertThat(page).contains(name));
  }

  /** What a summary is called, of which only its sum and its like have lines. */
  private static String base(String name) {
    return name.replaceFirst("_(sum|count|max)$", "");
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
