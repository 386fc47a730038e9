package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.Live;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Shows in a chat that its turn runs. It is a courtesy: what fails is not tried again, what the
 * budget has no room for is left out, and after a while without any news of the turn it ends.
 * Confined to the event loop that it was made on.
 */
public final class Typing {

  private static final long SILENCE = 600_000;
  private static final Set<String> WORKING = Set.of("running", "resumed");

  private final Outbox outbox;
  private final Function<Address, Future<?>> show;
  private final InstantSource clock;

  /** Where turns run, each with when that was heard last. */
  private final Map<Address, Long> working = new HashMap<>();

  /**
   * Shows nothing while the outbox is not open.
   *
   * @param connector the connector's id
   * @param period after which it is shown again; shorter than the platform shows it
   * @param show asks the platform to show it, once; may fail with {@link SendFailure.Wait} where
   *     messages have to wait as well
   */
  public Typing(
      Vertx vertx,
      String connector,
      Duration period,
      Outbox outbox,
      ConnectorServices services,
      Function<Address, Future<?>> show) {
    this.outbox = outbox;
    this.show = show;
    this.clock = SteadyClock.from(services.clock());
    services.bus().onLive(connector, this::heard);
    vertx.setPeriodic(period.toMillis(), tick -> again());
  }

  private void heard(Live event) {
    Address address = event.address();
    if (event instanceof Live.TurnChanged turn) {
      if (!WORKING.contains(turn.state())) {
        working.remove(address);
      } else if (working.put(address, clock.millis()) == null) {
        show(address);
      }
    } else {
      working.computeIfPresent(address, (same, before) -> clock.millis());
    }
  }

  private void again() {
    working.values().removeIf(last -> clock.millis() - last > SILENCE);
    working.keySet().forEach(this::show);
  }

  private void show(Address address) {
    outbox.courtesy(address.chat(), () -> show.apply(address).mapEmpty());
  }
}
