package io.holdfast.ops.trace;

import io.holdfast.bus.Bus;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.Live;
import io.holdfast.model.NodeView;
import io.holdfast.model.Page;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.retry.Bound;
import io.holdfast.store.Lookout;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which turns have ended and which deliveries are final, and sends their spans, each at
 * least once. It hears of most ends by the bus; what nobody mentioned, and what was on its way when
 * the process before was killed, it finds in the store.
 */
final class Tracer {

  private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

  private static final Set<TurnState> OPEN = states(true);
  private static final Set<TurnState> ENDED = states(false);

  private static final long TICK = 1_000;
  private static final long LOOK_AROUND = 30_000;

  /** How much is sent again of what ended before the last sign of life of the process before. */
  private static final long OVERLAP = TimeUnit.MINUTES.toMillis(1);

  /** A start that failed also looks like a process: look back at least so far. */
  private static final long CATCH_UP = TimeUnit.MINUTES.toMillis(10);

  private static final Bound STOP = new Bound(2_000);
  private static final int WATCHED = 20_000;
  private static final int PIECE = 200;
  private static final int PIECES = 10;
  private static final int AT_ONCE = 16;
  private static final int A_TICK = 500;

  private final Vertx vertx;
  private final Lookout store;
  private final InstantSource clock;
  private final Line line;
  private final Outflow outflow;
  private final Watch watch = new Watch(WATCHED);
  private final MessageConsumer<Live.TurnChanged> changes;
  private final List<Long> timers;
  private Future<Void> looking;

  /** Begins; is to be called, as everything here, on one event loop. */
  Tracer(
      Vertx vertx, Lookout store, Bus bus, Line line, MeterRegistry meters, InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.clock = clock;
    this.line = line;
    this.outflow = new Outflow(line::send, meters, clock);
    this.changes = bus.onTurns(this::changed);
    this.looking = catchUp();
    this.timers =
        List.of(
            vertx.setPeriodic(TICK, tick -> look()),
            vertx.setPeriodic(LOOK_AROUND, tick -> lookAround(clock.millis() - CATCH_UP, 1)));
  }

  private static Set<TurnState> states(boolean open) {
    return Stream.of(TurnState.values())
        .filter(state -> state.open() == open)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Sends what is left, for two seconds at most; always succeeds. */
  Future<Void> end() {
    changes.unregister();
    timers.forEach(vertx::cancelTimer);
    return STOP.on(vertx, this::sendTheRest).transform(sent -> line.close());
  }

  private Future<Void> sendTheRest() {
    return looking
        .transform(before -> lookAt(watch.unfinished(A_TICK)))
        .transform(looked -> outflow.flush());
  }

  // ── what there is to look at ─────────────────────────────────────────────────────────────────

  private void changed(Live.TurnChanged event) {
    String turn = event.attempt().turn();
    if (ENDED.stream().anyMatch(state -> state.wire().equals(event.state()))) {
      watch.ended(turn, clock.millis());
    } else {
      watch.seen(turn, clock.millis());
    }
  }

  /** What the process before this one may not have sent, and what it left open. */
  private Future<Void> catchUp() {
    return Future.succeededFuture(2)
        .compose(store::nodes)
        .map(nodes -> nodes.stream().mapToLong(NodeView::renewedAt).min().orElse(0))
        .otherwise(0L)
        .compose(alive -> lookAround(Math.min(alive, clock.millis() - CATCH_UP) - OVERLAP, PIECES))
        .compose(looked -> turns(OPEN, PIECES, turn -> watch.seen(turn.id(), clock.millis())))
        .compose(looked -> deliveries(DeliveryState.PENDING))
        .compose(looked -> deliveries(DeliveryState.ATTEMPTING))
        .compose(looked -> deliveries(DeliveryState.UNKNOWN))
        .compose(looked -> deliveries(DeliveryState.HELD));
  }

  /** Whether turns have ended that nobody mentioned. */
  private Future<Void> lookAround(long from, int pieces) {
    long now = clock.millis();
    return turns(
        ENDED,
        pieces,
        turn -> {
          if (turn.since() >= from) {
            watch.ended(turn.id(), turn.since(), now);
          }
        });
  }

  private Future<Void> turns(Set<TurnState> states, int pieces, Consumer<TurnView> each) {
    Lookout.TurnFilter filter = new Lookout.TurnFilter(states, "", "");
    return pages("", pieces, piece -> store.turns(filter, piece), each);
  }

  private Future<Void> deliveries(DeliveryState state) {
    Lookout.DeliveryFilter filter = new Lookout.DeliveryFilter(Optional.of(state), "", "");
    Consumer<DeliveryView> each = delivery -> seen(delivery.turn());
    return pages("", PIECES, piece -> store.deliveries(filter, piece), each);
  }

  private void seen(String turn) {
    if (!turn.isEmpty()) {
      watch.seen(turn, clock.millis());
    }
  }

  private <T> Future<Void> pages(
      String cursor, int left, Function<Lookout.Piece, Future<Page<T>>> list, Consumer<T> each) {
    return Future.succeededFuture(new Lookout.Piece(cursor, PIECE))
        .compose(list)
        .compose(
            page -> {
              page.items().forEach(each);
              return page.next().isEmpty() || left <= 1
                  ? Future.<Void>succeededFuture()
                  : pages(page.next(), left - 1, list, each);
            })
        .recover(this::unseen);
  }

  private Future<Void> unseen(Throwable cause) {
    LOG.debug("tracing look failed={}", cause.toString());
    return Future.succeededFuture();
  }

  // ── looking ──────────────────────────────────────────────────────────────────────────────────

  private void look() {
    if (looking.isComplete()) {
      looking = lookAtDue();
    }
    outflow.send();
  }

  private Future<Void> lookAtDue() {
    return lookAt(watch.due(clock.millis(), A_TICK)).onSuccess(looked -> outflow.send());
  }

  private Future<Void> lookAt(List<String> turns) {
    if (turns.isEmpty()) {
      return Future.succeededFuture();
    }
    int some = Math.min(AT_ONCE, turns.size());
    return Future.join(turns.subList(0, some).stream().map(this::lookAt).toList())
        .transform(looked -> lookAt(turns.subList(some, turns.size())));
  }

  private Future<Void> lookAt(String turn) {
    return Future.succeededFuture(turn)
        .compose(store::turn)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    detail -> outflow.offer(watch.news(detail)), () -> watch.gone(turn)))
        .<Void>mapEmpty()
        .recover(this::unseen);
  }
}
