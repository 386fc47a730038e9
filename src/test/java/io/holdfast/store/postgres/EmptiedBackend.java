package io.holdfast.store.postgres;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.StoreBackend;

/**
 * One schema for all tests of this process, one after the other: most take less time than its
 * making.
 */
final class EmptiedBackend implements StoreBackend {

  /** What refers to a table was made after it. */
  private static final String EMPTY =
      """
      DO $$
      DECLARE one text;
      BEGIN
        FOR one IN
          SELECT relname FROM pg_class
          WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            AND NOT relispartition AND relname NOT IN ('holdfast_schema', 'stretch')
          ORDER BY oid DESC
        LOOP
          EXECUTE format('DELETE FROM %I', one);
        END LOOP;
      END $$
      """;

  private static PostgresBackend shared = new PostgresBackend();

  @Override
  public Store open(Doorbell doorbell) {
    return shared.open(doorbell);
  }

  @Override
  public Store crashAndReopen(Doorbell doorbell) {
    return shared.crashAndReopen(doorbell);
  }

  @Override
  public long rows(String table) {
    return shared.rows(table);
  }

  /** A schema with partitions that a new one has not is of no more use. */
  @Override
  public void close() {
    shared.leave();
    if (shared.rows("stretch") == 1) {
      shared.say(EMPTY);
    } else {
      shared.close();
      shared = new PostgresBackend();
    }
  }
}
