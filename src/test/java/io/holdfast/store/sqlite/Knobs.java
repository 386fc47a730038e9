package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sql.SqlStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;

/** Stores whose engine has knobs, for tests that need a small or a slow disk. */
final class Knobs {

  private final Map<Store, Engine> engines = new IdentityHashMap<>();

  Store open(Vertx vertx, Path file, Doorbell doorbell, MeterRegistry meters) {
    Engine engine = done(Engine.open(vertx, file, doorbell, meters));
    Store store = new SqlStore(engine);
    engines.put(store, engine);
    return store;
  }

  void turn(Store store, String pragma) {
    done(
        engines
            .get(store)
            .write(
                tx -> {
                  ((SqliteDb) tx.db()).execute(pragma);
                  return true;
                }));
  }
}
