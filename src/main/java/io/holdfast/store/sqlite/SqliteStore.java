package io.holdfast.store.sqlite;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Counts;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.Exchange;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Live;
import io.holdfast.model.NodeView;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Page;
import io.holdfast.model.Recovery;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionView;
import io.holdfast.model.Step;
import io.holdfast.model.Stop;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnView;
import io.holdfast.model.Verdict;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.Verification;
import io.holdfast.store.sqlite.Inbox.Offer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The embedded store. One process owns a database file at a time. */
public final class SqliteStore implements Store {

  /** An operation that gives nothing back. */
  @FunctionalInterface
  private interface Write {
    void run(Tx tx) throws SQLException;
  }

  private final Engine engine;

  private SqliteStore(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens the database in {@code file}, making it and its directory where they are missing and
   * bringing its tables up to date. Never blocks the caller.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.StoreOwned} when another living
   * process has it open (or this one), with {@link io.holdfast.model.HoldfastException.NotReady}
   * when the file cannot be opened or written, and with {@link
   * io.holdfast.model.HoldfastException.StoreUnfit} when a newer program has written it.
   *
   * @param doorbell rung after commits, on a thread of the store
   * @param meters gets {@code holdfast.store.commit} (timer), {@code holdfast.store.batch}
   *     (operations a transaction) and {@code holdfast.store.queue} (operations that wait)
   */
  public static Future<Store> open(
      Vertx vertx, Path file, Doorbell doorbell, MeterRegistry meters) {
    return Engine.open(vertx, file, doorbell, meters).map(SqliteStore::new);
  }

  /**
   * Looks at all of a database, from outside; a running gateway is not disturbed. Fails with {@link
   * io.holdfast.model.HoldfastException.NotFound} when there is none.
   */
  public static Future<Verification> verify(Vertx vertx, Path database) {
    return Errand.send(vertx, "verify", () -> Inspection.verify(database));
  }

  /**
   * Puts a backup in the place of {@code database}, which is kept beside it as {@code
   * <name>.before-restore-<time>}. Whenever it is cut off, either the old or the new one is there.
   *
   * <p>Fails with {@link io.holdfast.model.HoldfastException.StoreOwned} while a gateway has the
   * database open, and with {@link IllegalArgumentException} when the backup is damaged, is none of
   * ours, or was written by a newer program.
   */
  public static Future<Void> restore(Vertx vertx, Path backup, Path database) {
    return Errand.send(
            vertx,
            "restore",
            () -> {
              Restore.run(backup, database, stage -> {});
              return true;
            })
        .mapEmpty();
  }

  @Override
  public Future<Acceptance> accept(Inbound message, Route route, String heldNotice, long now) {
    return engine.write(new Accept(Offer.of(message), route, heldNotice, now));
  }

  @Override
  public Future<Acceptance> command(
      Inbound message, Function<SessionFacts, List<Change>> decision, long now) {
    return engine.write(new Command(Offer.of(message), decision, now));
  }

  @Override
  public Future<List<Claimed>> claim(ClaimRequest request, long now) {
    return engine.write(new Claim(request, now));
  }

  @Override
  public Future<List<Step>> journal(String turn) {
    return engine.read(db -> Looking.journal(db, turn));
  }

  @Override
  public Future<Void> intend(AttemptId attempt, String key, String label, long now) {
    return change(tx -> Turns.intend(tx.db(), attempt, key, label, now));
  }

  @Override
  public Future<Void> record(AttemptId attempt, String key, String result, long now) {
    return change(tx -> Turns.record(tx.db(), attempt, key, result, now));
  }

  @Override
  public Future<Void> ask(AttemptId attempt, String key, String question, long now) {
    return change(tx -> Turns.ask(tx, attempt, key, question, now));
  }

  @Override
  public Future<Void> finish(AttemptId attempt, Outcome outcome, List<Outgoing> says, long now) {
    List<Outgoing> said = List.copyOf(says);
    return change(tx -> Turns.finish(tx, attempt, outcome, said, now));
  }

  @Override
  public Future<Void> release(AttemptId attempt, long now) {
    return change(tx -> Turns.release(tx, attempt, now));
  }

  @Override
  public Future<List<RunningTurn>> running(String node, Scope scope) {
    return engine.read(db -> Looking.running(db, node, scope));
  }

  @Override
  public Future<List<Exchange>> memory(String turn, int limit) {
    return engine.read(db -> Looking.memory(db, turn, limit));
  }

  @Override
  public Future<Void> join(String node, long now) {
    return change(tx -> Stops.join(tx.db(), node, now));
  }

  @Override
  public Future<Void> beat(String node, long now) {
    return change(tx -> Stops.beat(tx.db(), node, now));
  }

  @Override
  public Future<Void> draining(Stop stop, long now) {
    return change(tx -> Stops.draining(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> mark(Stop stop, long now) {
    return engine.write(tx -> Stops.mark(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> tell(Stop stop, String text, int budget, long now) {
    return engine.write(tx -> Stops.tell(tx, stop, text, budget, now));
  }

  @Override
  public Future<Integer> clear(Stop stop, long now) {
    return engine.write(tx -> Stops.clear(tx.db(), stop));
  }

  @Override
  public Future<Void> drained(Stop stop, long now) {
    return change(tx -> Stops.drained(tx, stop, now));
  }

  @Override
  public Future<Void> leave(String node, long now) {
    return change(tx -> Stops.leave(tx.db(), node, now));
  }

  @Override
  public Future<Recovery> recover(String node, Function<Orphan, Verdict> judge, long now) {
    return engine.write(new Recover(node, judge, now));
  }

  @Override
  public Future<Integer> reroute(
      Set<String> runners, Function<Address, Optional<String>> route, long now) {
    return engine.write(new Reroute(runners, route));
  }

  @Override
  public Future<List<Delivery>> due(String connector, Audience audience, long after, int limit) {
    return engine.read(db -> Deliveries.due(db, connector, audience, after, limit));
  }

  @Override
  public Future<Void> delivered(String connector, List<String> deliveries, long now) {
    List<String> ids = List.copyOf(deliveries);
    return change(tx -> Deliveries.sent(tx.db(), connector, ids, now));
  }

  @Override
  public Future<List<Live.TurnChanged>> open(String connector, Audience audience) {
    return engine.read(db -> Looking.open(db, connector, audience));
  }

  @Override
  public Future<List<HistoryItem>> history(Address address, String before, int limit) {
    return engine.read(db -> History.of(db, address, before, limit));
  }

  @Override
  public Future<List<TimelineEntry>> timeline(String connector, String platformId) {
    return engine.read(db -> Timeline.of(db, connector, platformId));
  }

  @Override
  public Future<Boolean> steer(
      String session, Function<SessionFacts, List<Change>> decision, long now) {
    return engine.write(new Steer(session, decision, now));
  }

  @Override
  public Future<Boolean> request(String turn, String key, String label, long now) {
    return engine.write(tx -> Turns.request(tx.db(), turn, key, label, now));
  }

  @Override
  public Future<Integer> holdBack(
      long before, int cap, long waited, IntFunction<String> text, long now) {
    return engine.write(new HoldBack(before, cap, waited, text, now));
  }

  @Override
  public Future<Boolean> retry(String delivery, long now) {
    return engine.write(tx -> Held.retry(tx, delivery, now));
  }

  @Override
  public Future<Boolean> drop(String delivery, long now) {
    return engine.write(tx -> Held.drop(tx, delivery, now));
  }

  @Override
  public Future<Void> backup(Path file) {
    return engine.backup(file);
  }

  @Override
  public Future<Page<SessionView>> sessions(SessionFilter filter, Piece piece) {
    return engine.read(db -> SessionPages.of(db, filter, piece));
  }

  @Override
  public Future<Page<TurnView>> turns(TurnFilter filter, Piece piece) {
    return engine.read(db -> TurnPages.of(db, filter, piece));
  }

  @Override
  public Future<Optional<TurnDetail>> turn(String id) {
    return engine.read(db -> TurnDetails.of(db, id));
  }

  @Override
  public Future<List<Trace>> trace(String platformId) {
    return engine.read(db -> TurnDetails.trace(db, platformId));
  }

  @Override
  public Future<Page<DeliveryView>> deliveries(DeliveryFilter filter, Piece piece) {
    return engine.read(db -> DeliveryPages.of(db, filter, piece));
  }

  @Override
  public Future<List<NodeView>> nodes(int limit) {
    return engine.read(db -> TurnDetails.nodes(db, limit));
  }

  @Override
  public Future<Counts> counts() {
    return engine.read(Looking::counts);
  }

  @Override
  public Future<Void> close() {
    return engine.close();
  }

  /** Sets an engine's knob, for tests that need a small or a slow disk. */
  Future<Void> tune(String pragma) {
    return change(tx -> tx.db().execute(pragma));
  }

  private Future<Void> change(Write write) {
    return engine
        .write(
            tx -> {
              write.run(tx);
              return true;
            })
        .mapEmpty();
  }
}
