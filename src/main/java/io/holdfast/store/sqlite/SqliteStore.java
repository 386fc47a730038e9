package io.holdfast.store.sqlite;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Counts;
import io.holdfast.model.Delivery;
import io.holdfast.model.Exchange;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Live;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Recovery;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.Step;
import io.holdfast.model.Stop;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Verdict;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The embedded store, in one file that one process owns. */
public final class SqliteStore implements Store {

  /** An operation that gives nothing. */
  @FunctionalInterface
  private interface Effect {
    void run(Tx tx) throws SQLException;
  }

  private final Engine engine;

  private SqliteStore(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens the database, made if there is none, and brings its schema up to date.
   *
   * @param file the database; its lock stands beside it as {@code FILE.lock}
   * @param doorbell rung after commits
   * @param meters where its metrics go
   * @return fails with {@code StoreOwned} when another living process has it open, with {@code
   *     NotReady} when the file cannot be used, and with {@code IllegalStateException} when a newer
   *     program wrote it
   */
  public static Future<Store> open(
      Vertx vertx, Path file, Doorbell doorbell, MeterRegistry meters) {
    return Engine.open(vertx, file, doorbell, meters).map(SqliteStore::new);
  }

  private Future<Void> effect(Effect effect) {
    return engine
        .write(
            tx -> {
              effect.run(tx);
              return true;
            })
        .mapEmpty();
  }

  @Override
  public Future<Acceptance> accept(Inbound message, Route route, String heldNotice, long now) {
    return engine.write(tx -> Inbox.accept(tx, message, route, heldNotice, now));
  }

  @Override
  public Future<Acceptance> command(
      Inbound message, Function<SessionFacts, List<Change>> decision, long now) {
    return engine.write(tx -> Inbox.command(tx, message, decision, now));
  }

  @Override
  public Future<List<Claimed>> claim(ClaimRequest request, long now) {
    return engine.write(tx -> Claims.claim(tx, request, now));
  }

  @Override
  public Future<List<Step>> journal(String turn) {
    return engine.read(db -> Turns.journal(db, turn));
  }

  @Override
  public Future<Void> intend(AttemptId attempt, String key, String label, long now) {
    return effect(tx -> Turns.intend(tx, attempt, key, label, now));
  }

  @Override
  public Future<Void> record(AttemptId attempt, String key, String result, long now) {
    return effect(tx -> Turns.record(tx, attempt, key, result, now));
  }

  @Override
  public Future<Void> ask(AttemptId attempt, String key, String question, long now) {
    return effect(tx -> Turns.ask(tx, attempt, key, question, now));
  }

  @Override
  public Future<Void> finish(AttemptId attempt, Outcome outcome, List<Outgoing> says, long now) {
    return effect(tx -> Turns.finish(tx, attempt, outcome, says, now));
  }

  @Override
  public Future<Void> release(AttemptId attempt, long now) {
    return effect(tx -> Turns.release(tx, attempt, now));
  }

  @Override
  public Future<List<RunningTurn>> running(String node, Scope scope) {
    return engine.read(db -> Turns.running(db, node, scope));
  }

  @Override
  public Future<List<Exchange>> memory(String turn, int limit) {
    return engine.read(db -> Turns.memory(db, turn, limit));
  }

  @Override
  public Future<Void> join(String node, long now) {
    return effect(tx -> Stopping.join(tx.db(), node, now));
  }

  @Override
  public Future<Void> beat(String node, long now) {
    return effect(tx -> Stopping.beat(tx.db(), node, now));
  }

  @Override
  public Future<Void> draining(Stop stop, long now) {
    return effect(tx -> Stopping.draining(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> mark(Stop stop, long now) {
    return engine.write(tx -> Stopping.mark(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> tell(Stop stop, String text, int budget, long now) {
    return engine.write(tx -> Stopping.tell(tx, stop, text, budget, now));
  }

  @Override
  public Future<Integer> clear(Stop stop, long now) {
    return engine.write(tx -> Stopping.clear(tx.db(), stop));
  }

  @Override
  public Future<Void> drained(Stop stop, long now) {
    return effect(tx -> Stopping.drained(tx.db(), stop, now));
  }

  @Override
  public Future<Void> leave(String node, long now) {
    return effect(tx -> Stopping.leave(tx.db(), node, now));
  }

  @Override
  public Future<Recovery> recover(String node, Function<Orphan, Verdict> judge, long now) {
    return engine.write(tx -> Recovering.recover(tx, node, judge, now));
  }

  @Override
  public Future<Integer> reroute(
      Set<String> runners, Function<Address, Optional<String>> route, long now) {
    return engine.write(tx -> Recovering.reroute(tx, runners, route));
  }

  @Override
  public Future<List<Delivery>> due(String connector, Audience audience, long after, int limit) {
    return engine.read(db -> Deliveries.due(db, connector, audience, after, limit));
  }

  @Override
  public Future<Void> delivered(String connector, List<String> deliveries, long now) {
    return effect(tx -> Deliveries.sent(tx.db(), connector, deliveries, now));
  }

  @Override
  public Future<List<Live.TurnChanged>> open(String connector, Audience audience) {
    return engine.read(db -> Looks.open(db, connector, audience));
  }

  @Override
  public Future<List<HistoryItem>> history(Address address, String before, int limit) {
    return engine.read(db -> Looks.history(db, address, before, limit));
  }

  @Override
  public Future<List<TimelineEntry>> timeline(String connector, String platformId) {
    return engine.read(db -> Timeline.of(db, connector, platformId));
  }

  @Override
  public Future<Counts> counts() {
    return engine.read(Looks::counts);
  }

  @Override
  public Future<Void> close() {
    return engine.close();
  }
}
