package io.holdfast.store.postgres;

import io.holdfast.store.RandomContract;
import org.junit.jupiter.api.DisplayName;

/** Apart from {@link PostgresStoreTest}, so that both take their time at the same time. */
@DisplayName("The PostgreSQL store agrees with a model:")
class PostgresModelTest extends RandomContract {
  PostgresModelTest() {
    super(EmptiedBackend::new);
  }
}
