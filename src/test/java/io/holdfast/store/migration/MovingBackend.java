package io.holdfast.store.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.StoreBackend;
import io.holdfast.store.postgres.PostgresBackend;
import io.holdfast.store.postgres.PostgresStore;
import io.holdfast.store.postgres.PostgresStore.Access;
import io.holdfast.store.sqlite.SqliteBackend;
import io.holdfast.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Begins on SQLite. What its third crash leaves there is moved, and goes on, on PostgreSQL. */
final class MovingBackend implements StoreBackend {

  private static final int MOVES_AT = 3;

  private final SqliteBackend before = new SqliteBackend();
  private final PostgresBackend after = new PostgresBackend();
  private Store embedded;
  private int crashes;

  @Override
  public Store open(Doorbell doorbell) {
    embedded = before.open(doorbell);
    return embedded;
  }

  @Override
  public Store crashAndReopen(Doorbell doorbell) {
    crashes++;
    if (crashes < MOVES_AT) {
      embedded = before.crashAndReopen(doorbell);
      return embedded;
    }
    return crashes == MOVES_AT ? move(doorbell) : after.crashAndReopen(doorbell);
  }

  private Store move(Doorbell doorbell) {
    List<Object> facts = Facts.of(embedded);
    assertThat(moved(crashed()).whole()).isTrue();
    Store moved = after.open(doorbell);
    assertThat(Facts.of(moved)).isEqualTo(facts);
    return moved;
  }

  private Moved moved(Path file) {
    try (Origin origin = SqliteStore.origin(file);
        Destination destination =
            PostgresStore.destination(after.vertx(), Access.of(after.uri("moving")))) {
      return Migration.run(origin, destination, false, (stage, table, rows, all) -> {});
    }
  }

  @Override
  public long rows(String table) {
    return crashes < MOVES_AT ? before.rows(table) : after.rows(table);
  }

  private Path crashed() {
    try {
      Path copy = Files.createDirectory(before.database().resolveSibling("crashed"));
      SqliteBackend.copy(before.database(), copy);
      return copy.resolve(before.database().getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    assertThat(crashes).isGreaterThanOrEqualTo(MOVES_AT);
    before.close();
    after.close();
  }
}
