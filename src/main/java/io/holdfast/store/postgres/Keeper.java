package io.holdfast.store.postgres;

import io.holdfast.store.postgres.Stretches.Looked;
import io.holdfast.store.postgres.Stretches.Stretch;
import io.holdfast.store.sql.OldFiles;
import io.holdfast.store.sql.Readers;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;

/**
 * Begins and drops stretches, one transaction after the other. It writes on a connection of its
 * own, since what it does must not fail with what others do.
 */
final class Keeper {

  private final Pulse writer;
  private final Readers readers;

  Keeper(Pulse writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  /** See {@link io.holdfast.store.Store#forget}. */
  Future<Integer> forget(ContextInternal context, long before, long now) {
    return writer
        .submit(context, tx -> Stretches.begin(tx, now))
        .compose(begun -> writer.submit(context, Stretches::goOn))
        .compose(going -> readers.ask(context, db -> Stretches.over(db, before)))
        .compose(stretches -> drop(context, stretches, before))
        .compose(turns -> turns > 0 ? Future.succeededFuture(turns) : late(context, before))
        .compose(turns -> files(context, before).map(files -> turns + files));
  }

  /** Drops the first of them that can be dropped and has any turns; how many it had. */
  private Future<Integer> drop(ContextInternal context, List<Stretch> stretches, long before) {
    if (stretches.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<Stretch> others = stretches.subList(1, stretches.size());
    return drop(context, stretches.get(0), before)
        .compose(
            turns -> turns > 0 ? Future.succeededFuture(turns) : drop(context, others, before));
  }

  private Future<Integer> drop(ContextInternal context, Stretch stretch, long before) {
    return look(context, stretch, new Looked(0, Optional.empty(), 0))
        .compose(
            looked ->
                writer
                    .submit(context, tx -> Stretches.drop(tx, stretch, looked, before))
                    .map(dropped -> dropped ? looked.turns() : 0));
  }

  private Future<Looked> look(ContextInternal context, Stretch stretch, Looked so) {
    return readers
        .ask(context, db -> Stretches.look(db, stretch, so))
        .compose(
            looked ->
                looked.next().isPresent()
                    ? look(context, stretch, looked)
                    : Future.succeededFuture(looked));
  }

  private Future<Integer> files(ContextInternal context, long before) {
    return writer.submit(context, tx -> OldFiles.forget(tx.db(), before));
  }

  private Future<Integer> late(ContextInternal context, long before) {
    return writer.submit(context, tx -> Stretches.forgetLate(tx, before));
  }
}
