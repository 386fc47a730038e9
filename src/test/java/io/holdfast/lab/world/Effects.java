package io.holdfast.lab.world;

import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Halted;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.vertx.core.Vertx;

/** What a run's agents do to the world outside of the gateway, and to whoever runs them. */
final class Effects implements Agent.Surroundings {

  private final Vertx vertx;
  private final Ledger ledger;
  private final History history;
  private final Bell bell;

  /**
   * @param vertx outlives the lives
   */
  Effects(Vertx vertx, Ledger ledger, History history, Bell bell) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.history = history;
    this.bell = bell;
  }

  @Override
  public void happen(Event.Effect effect) {
    if (life().dead()) {
      throw new Halted("effect");
    }
    ledger.add(effect);
    history.add(effect);
    bell.ring();
  }

  @Override
  public boolean happened(String turn, String step) {
    return ledger.has(turn, step);
  }

  @Override
  public void later(long millis, Runnable work) {
    vertx.setTimer(millis, due -> work.run());
  }

  @Override
  public void poison() {
    history.add(new Event.Struck("poison", "halt"));
    life().die();
    throw new Halted("poison");
  }

  /** Whose thread this is. */
  private static Life life() {
    return (Life) Failpoints.fuse().orElseThrow();
  }
}
