package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.holdfast.model.Live;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shows in a chat that its turn runs. It is a courtesy: what fails is not tried again, and after a
 * while without any news of the turn it ends. Confined to one event loop.
 */
final class Typing {

  private static final long PERIOD = 8_000;
  private static final long SILENCE = 600_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Set<String> WORKING = Set.of("running", "resumed");

  private final Rest rest;
  private final ConnectorServices services;
  private final InstantSource clock;

  /** The chats whose turns run, each with when that was heard last. */
  private final Map<String, Long> working = new HashMap<>();

  Typing(
      Vertx vertx, String connector, Rest rest, ConnectorServices services, InstantSource clock) {
    this.rest = rest;
    this.services = services;
    this.clock = clock;
    services.bus().onLive(connector, this::heard);
    vertx.setPeriodic(PERIOD, tick -> again());
  }

  private void heard(Live event) {
    String chat = event.address().chat();
    if (event instanceof Live.TurnChanged turn) {
      if (!WORKING.contains(turn.state())) {
        working.remove(chat);
      } else if (working.put(chat, clock.millis()) == null) {
        show(chat);
      }
    } else {
      working.computeIfPresent(chat, (same, before) -> clock.millis());
    }
  }

  private void again() {
    working.values().removeIf(last -> clock.millis() - last > SILENCE);
    working.keySet().forEach(this::show);
  }

  private void show(String chat) {
    services
        .permit()
        .send(
            TIMEOUT,
            () -> rest.ask(HttpMethod.POST, "/channels/" + chat + "/typing", Optional.empty()));
  }
}
