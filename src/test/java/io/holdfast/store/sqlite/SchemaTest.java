package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.SessionView;
import io.holdfast.model.StepView;
import io.holdfast.model.TurnDetail;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of an earlier release is brought up to date with all that is in it. */
@DisplayName("The schema")
class SchemaTest {

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  /** A database as the first release wrote it, with a turn that was answered. */
  private Path first() throws Exception {
    Path file = directory.resolve("holdfast.db");
    try (SqliteDb db = SqliteDb.writer(file)) {
      for (String statement : Schema.statements("V1__state_machine.sql")) {
        db.execute(statement);
      }
      db.update("INSERT INTO session VALUES (1, 'web/lobby', 'web', 'lobby', '', 'ACTIVE', 0)");
      db.update(
          "INSERT INTO turn (seq, id, session, runner, sender, tag, state, ready, epoch, since)"
              + " VALUES (1, 't1', 1, 'agent', 'web/ann', 0, 'DONE', 0, 0, 30)");
      db.update(
          "INSERT INTO message VALUES"
              + " (1, 'i1', 1, 1, 'TASK', 'web', 'm1', 'f', 'ann', '', 'hi', '', 0, 10)");
      db.update("INSERT INTO step VALUES (1, 1, 'one', 'first', 'RESULT', 1, 'ok', 20)");
      db.update(
          "INSERT INTO delivery (id, session, connector, chat, turn, kind, part, parts, text,"
              + " attachments, in_reply_to, state, created_at)"
              + " VALUES ('t1.1', 1, 'web', 'lobby', 1, 'REPLY', 1, 1, 'yes', '', '', 'PENDING', 30)");
      db.execute("PRAGMA user_version = 1");
      db.commit();
    }
    return file;
  }

  @Test
  @DisplayName("of the first release is brought up to date, and nothing in it is lost")
  void migrates() throws Exception {
    Store store = done(SqliteStore.open(vertx, first(), new Rings(), new SimpleMeterRegistry()));

    TurnDetail turn = done(store.turn("t1")).orElseThrow();
    assertThat(turn.steps()).extracting(StepView::begunAt).containsExactly(20L);
    SessionFilter any = new SessionFilter(Optional.empty(), "", "");
    assertThat(done(store.sessions(any, new Piece("", 9))).items())
        .extracting(SessionView::lastAt)
        .containsExactly(10L);
    assertThat(done(store.counts()).deliveries()).isEqualTo(Map.of(DeliveryState.PENDING, 1L));
    done(store.close());
  }
}
