package io.holdfast.ops;

import io.holdfast.http.HttpGate;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /health/live}: the event loop answers. {@code /health/ready}: it is worth sending
 * messages.
 */
public final class Health {

  private final Supplier<Map<String, Boolean>> checks;

  /** Health by named checks; ready is all of them. Asked on the server's event loop. */
  public Health(Supplier<Map<String, Boolean>> checks) {
    this.checks = checks;
  }

  /** Mounts the routes. */
  public void mount(HttpGate http) {
    http.mount("/health/live", this::live);
    http.mount("/health/ready", this::ready);
  }

  private void live(RoutingContext request) {
    request.json(new JsonObject().put("live", true));
  }

  private void ready(RoutingContext request) {
    Map<String, Boolean> results = checks.get();
    boolean ready = !results.containsValue(false);
    JsonObject body = new JsonObject().put("ready", ready).put("checks", json(results));
    request.response().setStatusCode(ready ? 200 : 503);
    request.json(body);
  }

  private static JsonObject json(Map<String, Boolean> results) {
    JsonObject json = new JsonObject();
    results.forEach(json::put);
    return json;
  }
}
