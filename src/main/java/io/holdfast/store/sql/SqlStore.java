package io.holdfast.store.sql;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.Exchange;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Lease;
import io.holdfast.model.Live;
import io.holdfast.model.Message;
import io.holdfast.model.Missed;
import io.holdfast.model.NodeView;
import io.holdfast.model.Orphan;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.Question;
import io.holdfast.model.Reason;
import io.holdfast.model.Recovery;
import io.holdfast.model.Revision;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
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
import io.holdfast.store.Store;
import io.holdfast.store.sql.Inbox.Offer;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The store as operations on a database that a backend gives them. */
public final class SqlStore extends SqlOutlet implements Store {

  /** An operation that gives nothing back. */
  @FunctionalInterface
  private interface Write {
    void run(Tx tx) throws SQLException;
  }

  private final Backend backend;

  public SqlStore(Backend backend) {
    super(backend);
    this.backend = backend;
  }

  @Override
  public boolean shared() {
    return backend.shared();
  }

  @Override
  public Future<Acceptance> accept(Inbound message, Route route, String heldNotice, long now) {
    return backend.write(new Accept(Offer.of(message), route, heldNotice, now));
  }

  @Override
  public Future<Acceptance> command(
      Inbound message, Function<SessionFacts, List<Change>> decision, long now) {
    return backend.write(new Command(Offer.of(message), decision, now));
  }

  @Override
  public Future<Optional<Pairing>> pairing(String connector, String user) {
    return backend.read(db -> Pairings.of(db, connector, user));
  }

  @Override
  public Future<Optional<Pairing>> pair(Address at, Sender who, long now) {
    return backend.write(tx -> Pairings.ask(tx.db(), at, who, now));
  }

  @Override
  public Future<Optional<Pairing>> approve(String code, String text, long now) {
    return backend.write(tx -> Pairings.approve(tx, code, text, now));
  }

  @Override
  public Future<Boolean> revoke(String connector, String user) {
    return backend.write(tx -> Pairings.revoke(tx.db(), connector, user));
  }

  @Override
  public Future<Revision> edit(Inbound message, List<Missed> missed, long now) {
    Offer offer = Offer.of(message);
    List<Missed> kept = List.copyOf(missed);
    return backend.write(tx -> Revisions.edit(tx, offer, kept, now));
  }

  @Override
  public Future<Revision> revisable(String connector, String platformId) {
    return backend.read(db -> Revisions.revisable(db, connector, platformId));
  }

  @Override
  public Future<Revision> retract(String connector, String platformId, long now) {
    return backend.write(tx -> Revisions.retract(tx, connector, platformId, now));
  }

  @Override
  public Future<List<Claimed>> claim(ClaimRequest request, long now) {
    return backend.write(new Claim(request, now));
  }

  @Override
  public Future<List<Step>> journal(String turn) {
    return backend.read(db -> Looking.journal(db, turn));
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
  public Future<List<Message>> take(AttemptId attempt, String key, String label, long now) {
    return backend.write(tx -> Arrivals.take(tx.db(), attempt, key, label, now));
  }

  @Override
  public Future<Void> ask(AttemptId attempt, String key, Question question, long now) {
    return change(tx -> Turns.ask(tx, attempt, key, question, now));
  }

  @Override
  public Future<Integer> expire(String text, long now) {
    return backend.write(tx -> Questions.expire(tx, text, now));
  }

  @Override
  public Future<Void> finish(AttemptId attempt, Outcome outcome, List<Outgoing> says, long now) {
    List<Turns.Saying> said = says.stream().map(Turns.Saying::of).toList();
    return change(tx -> Turns.finish(tx, attempt, outcome, said, now));
  }

  @Override
  public Future<Void> release(AttemptId attempt, long now) {
    return change(tx -> Turns.release(tx, attempt, now));
  }

  @Override
  public Future<List<RunningTurn>> running(String node, Scope scope) {
    return backend.read(db -> Looking.running(db, node, scope));
  }

  @Override
  public Future<List<Exchange>> memory(String turn, int limit) {
    return backend.read(db -> Looking.memory(db, turn, limit));
  }

  @Override
  public Future<Optional<String>> recall(String turn, String prefix) {
    return backend.read(db -> Looking.recall(db, turn, prefix));
  }

  @Override
  public Future<Optional<AttemptId>> previous(String turn) {
    return backend.read(db -> Looking.previous(db, turn));
  }

  @Override
  public Future<Void> join(String node, long now) {
    return change(tx -> Stops.join(tx.db(), node, now));
  }

  @Override
  public Future<Void> beat(String node, long now) {
    return pulse(tx -> Stops.beat(tx.db(), node, now));
  }

  @Override
  public Future<Void> draining(Stop stop, long now) {
    return change(tx -> Stops.draining(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> mark(Stop stop, long now) {
    return backend.write(tx -> Stops.mark(tx.db(), stop, now));
  }

  @Override
  public Future<Integer> tell(Stop stop, String text, int budget, long now) {
    return backend.write(tx -> Stops.tell(tx, stop, text, budget, now));
  }

  @Override
  public Future<Integer> clear(Stop stop, long now) {
    return backend.write(tx -> Stops.clear(tx.db(), stop));
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
    return backend.write(new Recover(node, Reason.CRASH, judge, now));
  }

  @Override
  public Future<Optional<Recovery>> takeOver(
      String node, Function<Orphan, Verdict> judge, long now) {
    Recover recover = new Recover(node, Reason.FAILOVER, judge, now);
    return backend.write(
        tx -> Nodes.gone(tx.db(), node) ? Optional.of(recover.run(tx)) : Optional.empty());
  }

  @Override
  public Future<Integer> reroute(
      Set<String> runners, Function<Address, Optional<String>> route, long now) {
    return backend.write(new Reroute(runners, route));
  }

  @Override
  public Future<Lease> lease(String name, String node) {
    return backend.pulse(tx -> Leases.take(tx.db(), name, node));
  }

  @Override
  public Future<Void> giveUp(String name, String node) {
    return pulse(tx -> Leases.giveUp(tx.db(), name, node));
  }

  @Override
  public Future<String> cursor(String connector) {
    return backend.read(db -> Cursors.of(db, connector));
  }

  @Override
  public Future<Void> saveCursor(String connector, String text) {
    return change(tx -> Cursors.save(tx.db(), connector, text));
  }

  @Override
  public Future<List<Live.TurnChanged>> open(String connector, Audience audience) {
    return backend.read(db -> Looking.open(db, connector, audience));
  }

  @Override
  public Future<List<HistoryItem>> history(Address address, String before, int limit) {
    return backend.read(db -> History.of(db, address, before, limit));
  }

  @Override
  public Future<Optional<Attachment>> file(Address address, String item, int index) {
    return backend.read(db -> History.file(db, address, item, index));
  }

  @Override
  public Future<List<TimelineEntry>> timeline(String connector, String platformId) {
    return backend.read(db -> Timeline.of(db, connector, platformId));
  }

  @Override
  public Future<Boolean> steer(
      String session, Function<SessionFacts, List<Change>> decision, long now) {
    return backend.write(new Steer(session, decision, now));
  }

  @Override
  public Future<Boolean> request(String turn, String key, String label, long now) {
    return backend.write(tx -> Turns.request(tx.db(), turn, key, label, now));
  }

  @Override
  public Future<Integer> holdBack(
      long before, int cap, long waited, IntFunction<String> text, long now) {
    return backend.write(new HoldBack(before, cap, waited, text, now));
  }

  @Override
  public Future<Boolean> retry(String delivery, long now) {
    return backend.write(tx -> Held.retry(tx, delivery, now));
  }

  @Override
  public Future<Boolean> drop(String delivery, long now) {
    return backend.write(tx -> Held.drop(tx, delivery, now));
  }

  @Override
  public Future<Integer> forget(long before, long now) {
    return backend.forget(before, now);
  }

  @Override
  public Future<Void> backup(Path file) {
    return backend.backup(file);
  }

  @Override
  public Future<Page<SessionView>> sessions(SessionFilter filter, Piece piece) {
    return backend.read(db -> SessionPages.of(db, filter, piece));
  }

  @Override
  public Future<Page<TurnView>> turns(TurnFilter filter, Piece piece) {
    return backend.read(db -> TurnPages.of(db, filter, piece));
  }

  @Override
  public Future<Optional<TurnDetail>> turn(String id) {
    return backend.read(db -> TurnDetails.of(db, id));
  }

  @Override
  public Future<List<Trace>> trace(String platformId) {
    return backend.read(db -> TurnDetails.trace(db, platformId));
  }

  @Override
  public Future<Page<DeliveryView>> deliveries(DeliveryFilter filter, Piece piece) {
    return backend.read(db -> DeliveryPages.of(db, filter, piece));
  }

  @Override
  public Future<List<NodeView>> nodes(int limit) {
    return backend.read(db -> TurnDetails.nodes(db, limit));
  }

  @Override
  public Future<Page<Pairing>> pairings(String connector, Piece piece, long now) {
    return backend.read(db -> Pairings.list(db, connector, piece, now));
  }

  @Override
  public Future<Counts> counts() {
    return backend.read(Looking::counts);
  }

  @Override
  public Future<Void> close() {
    return backend.close();
  }

  private Future<Void> change(Write write) {
    return backend.write(done(write)).mapEmpty();
  }

  private Future<Void> pulse(Write write) {
    return backend.pulse(done(write)).mapEmpty();
  }

  private static Operation<Boolean> done(Write write) {
    return tx -> {
      write.run(tx);
      return true;
    };
  }
}
