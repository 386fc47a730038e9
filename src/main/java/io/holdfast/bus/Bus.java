package io.holdfast.bus;

import io.holdfast.model.Live;
import io.holdfast.store.Doorbell;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Who rings for whom: the store rings runners and connectors, runners show live events to
 * connectors, those of other processes included. Listeners are called on the context that
 * registered them, and are gone with the verticle that did.
 */
public final class Bus implements Doorbell {

  private static final String WORK = "holdfast.work.";
  private static final String LATER = "holdfast.later.";
  private static final String CONTROL = "holdfast.control.";
  private static final String DUE = "holdfast.due.";
  private static final String MISSED = "holdfast.missed";
  private static final String LIVE = "holdfast.live.";
  private static final String TURNS = "holdfast.turns";

  private final Vertx vertx;
  private volatile Optional<Others> others = Optional.empty();

  /** The bus of {@code vertx}; one per Vert.x instance. */
  public Bus(Vertx vertx) {
    this.vertx = vertx;
    vertx.eventBus().registerCodec(new LiveCodec());
  }

  @Override
  public void work(String runner) {
    vertx.eventBus().publish(WORK + runner, "");
  }

  @Override
  public void later(String runner, long millis) {
    vertx.eventBus().publish(LATER + runner, millis);
  }

  @Override
  public void control(String runner) {
    vertx.eventBus().publish(CONTROL + runner, "");
  }

  @Override
  public void due(String connector, String chat) {
    vertx.eventBus().publish(DUE + connector, chat);
  }

  @Override
  public void meet(Others neighbours) {
    others = Optional.of(neighbours);
  }

  /** Those who watch a chat see it; what is told of turns is told where they run. */
  @Override
  public void shown(String text) {
    LiveText.read(text).ifPresent(this::publish);
  }

  @Override
  public void missed() {
    vertx.eventBus().publish(MISSED, "");
  }

  private void publish(Live event) {
    vertx.eventBus().publish(LIVE + event.address().connector(), event, LiveCodec.OPTIONS);
  }

  /** Shows an event to whoever watches its chat, in whatever process. */
  public void show(Live event) {
    publish(event);
    others.ifPresent(all -> all.show(LiveText.about(event), LiveText.of(event)));
    if (event instanceof Live.TurnChanged) {
      vertx.eventBus().publish(TURNS, event, LiveCodec.OPTIONS);
    }
  }

  /** Calls {@code look} when a turn of {@code runner} may be claimable. */
  public MessageConsumer<String> onWork(String runner, Runnable look) {
    return vertx.eventBus().consumer(WORK + runner, ring -> look.run());
  }

  /** Calls {@code look} with the milliseconds after which a turn of {@code runner} may be. */
  public MessageConsumer<Long> onLater(String runner, LongConsumer look) {
    return vertx.eventBus().consumer(LATER + runner, ring -> look.accept(ring.body()));
  }

  /**
   * Calls {@code look} when a running turn of {@code runner} may have to end, or to take something.
   */
  public MessageConsumer<String> onControl(String runner, Runnable look) {
    return vertx.eventBus().consumer(CONTROL + runner, ring -> look.run());
  }

  /** Calls {@code look} with the chat that may have something due. */
  public MessageConsumer<String> onDue(String connector, Consumer<String> look) {
    return vertx.eventBus().consumer(DUE + connector, ring -> look.accept(ring.body()));
  }

  /** Calls {@code look} when rings of whatever kind may not have been heard. */
  public MessageConsumer<String> onMissed(Runnable look) {
    return vertx.eventBus().consumer(MISSED, ring -> look.run());
  }

  /** Calls {@code watch} with each live event of {@code connector}. */
  public MessageConsumer<Live> onLive(String connector, Consumer<Live> watch) {
    return vertx.eventBus().consumer(LIVE + connector, event -> watch.accept(event.body()));
  }

  /** Calls {@code watch} with each turn that changes, of whatever connector. */
  public MessageConsumer<Live.TurnChanged> onTurns(Consumer<Live.TurnChanged> watch) {
    return vertx.eventBus().consumer(TURNS, event -> watch.accept(event.body()));
  }
}
