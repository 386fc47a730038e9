package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.Audience;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionView;
import io.holdfast.model.StepView;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of an earlier release is brought up to date with all that is in it. */
@DisplayName("The schema")
class SchemaTest {

  /** Of a message with a file: what an earlier release has written must be found by it. */
  private static final String FINGERPRINT =
      "ae7fba2dc3c65f328c7251807851fd57754fc61ad5e922c2c689845be3c02226";

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
  @DisplayName("stays what it was where a script fails, so that the older program still opens it")
  void whole() throws Exception {
    Path file = first();
    try (SqliteDb db = SqliteDb.writer(file)) {
      // In the way of the last but two.
      db.execute("CREATE TABLE pairing (x)");
      db.commit();
    }
    try (SqliteDb db = SqliteDb.writer(file)) {
      assertThatThrownBy(() -> Schema.migrate(db)).isInstanceOf(SQLException.class);
    }
    try (SqliteDb db = SqliteDb.writer(file)) {
      assertThat(db.number("PRAGMA user_version")).isEqualTo(1);
      assertThat(db.number("SELECT count(*) FROM sqlite_master WHERE name = 'draft'")).isZero();
      db.execute("DROP TABLE pairing");
      db.commit();
      Schema.migrate(db);
      assertThat(db.number("PRAGMA user_version")).isEqualTo(Schema.NEWEST);
    }
  }

  /** A message that waits and a reply, with the contents of their files, as it stored them. */
  private Path inline() throws Exception {
    Path file = first();
    try (SqliteDb db = SqliteDb.writer(file)) {
      inline(db);
      db.commit();
    }
    return file;
  }

  private static void inline(SqliteDb db) throws SQLException {
    db.update(
        "INSERT INTO session VALUES (2, 'web/lobby/topic', 'web', 'lobby', 'topic', 'ACTIVE', 0)");
    db.update(
        "INSERT INTO turn (seq, id, session, runner, sender, tag, state, ready, epoch, since)"
            + " VALUES (2, 't2', 2, 'agent', 'web/ann', 0, 'QUEUED', 1, 0, 30)");
    String files = "[{\"name\":\"a.png\",\"type\":\"image/png\",\"data\":\"AAAA\"}]";
    db.update(
        "INSERT INTO message VALUES (2, 'i2', 2, 2, 'TASK', 'web', 'm2', ?, 'ann', '', 'look', ?, 0, 5)",
        FINGERPRINT,
        files);
    db.update("UPDATE delivery SET attachments = ?", files);
  }

  @Test
  @DisplayName("of the first release had the contents of files in its rows, and they are all there")
  void readsWhatIsInline() throws Exception {
    Store store = done(SqliteStore.open(vertx, inline(), new Rings(), new SimpleMeterRegistry()));
    Attachment file = new Attachment("a.png", "image/png", "AAAA");
    Address topic = new Address("web", "lobby", "topic");
    Inbound message = new Inbound(topic, "m2", new Sender("ann", ""), "look", List.of(file), 0);

    assertThat(message.fingerprint()).isEqualTo(FINGERPRINT);
    Route route = new Route("agent", DoubleText.ENQUEUE, 9);
    assertThat(done(store.accept(message, route, "", 50)))
        .isEqualTo(new Acceptance.Accepted("i2", "t2", TurnState.QUEUED, true));
    assertThat(done(store.history(topic, "", 9)).get(0).files())
        .containsExactly(new Attached("a.png", "image/png", 3));
    assertThat(done(store.file(topic, "m2", 0))).contains(file);
    Outgoing reply = done(store.due("web", Audience.everyone(), 0, 9)).get(0).content();
    assertThat(reply).isEqualTo(new Outgoing.Reply(1, 1, "yes", List.of(file)));
    done(store.join("node", 50));
    ClaimRequest.Suspects none = new ClaimRequest.Suspects(9, 0);
    ClaimRequest request =
        new ClaimRequest("agent", "node", 9, 9, none, (reason, away, steps) -> Optional.empty());
    assertThat(done(store.claim(request, 50)).get(0).messages().get(0).inbound())
        .isEqualTo(message);
    done(store.close());
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
