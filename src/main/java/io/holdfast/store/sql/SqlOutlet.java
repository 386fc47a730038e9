package io.holdfast.store.sql;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.Made;
import io.holdfast.model.Settlement;
import io.holdfast.store.Outlet;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The part of the store that goes out. */
abstract class SqlOutlet implements Outlet {

  private final Backend backend;

  SqlOutlet(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Future<List<Delivery>> due(String connector, Audience audience, long after, int limit) {
    return backend.read(db -> Deliveries.due(db, connector, audience, after, limit));
  }

  @Override
  public Future<Made> made(
      String connector, Audience audience, long after, long settledAfter, int limit) {
    return backend.read(db -> Deliveries.made(db, connector, audience, after, settledAfter, limit));
  }

  @Override
  public Future<Made> glance(
      String connector, Audience audience, long after, long settledAfter, int limit) {
    return backend.read(
        db -> Deliveries.glance(db, connector, audience, after, settledAfter, limit));
  }

  @Override
  public Future<Void> delivered(String connector, List<String> deliveries, long now) {
    List<String> ids = List.copyOf(deliveries);
    return backend
        .write(
            tx -> {
              Deliveries.sent(tx.db(), connector, ids, now);
              return true;
            })
        .mapEmpty();
  }

  @Override
  public Future<List<Head>> heads(String connector, int limit) {
    return backend.read(db -> Attempts.heads(db, connector, limit));
  }

  @Override
  public Future<Boolean> attempting(
      String connector, String delivery, int from, int upto, long now) {
    return backend.write(tx -> Attempts.begin(tx.db(), connector, delivery, from, upto, now));
  }

  @Override
  public Future<Boolean> settle(
      String connector, String delivery, int from, Settlement as, long now) {
    return backend.write(tx -> Attempts.settle(tx.db(), connector, delivery, from, as, now));
  }

  @Override
  public Future<Optional<Draft>> draft(AttemptId attempt) {
    return backend.read(db -> Drafts.of(db, attempt));
  }

  @Override
  public Future<Boolean> drafting(AttemptId attempt, Draft draft) {
    return backend.write(tx -> Drafts.begin(tx.db(), attempt, draft));
  }

  @Override
  public Future<Boolean> drafted(String key, String receipt) {
    return backend.write(tx -> Drafts.known(tx.db(), key, receipt));
  }
}
