package io.holdfast.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;

/**
 * What the disk and SQLite allow: the rows that an accept writes, in a loop, with as many accepts
 * in a commit as the gateway had. No network, no JSON, no question asked before.
 */
final class BareLoop {

  private static final String SCHEMA = "/io/holdfast/store/sqlite/V1__state_machine.sql";
  private static final int CHATS = 1_000;

  private BareLoop() {}

  /** Accepts in a second. */
  static double acceptsPerSecond(int group, Duration measured) throws SQLException, IOException {
    Path directory = Files.createTempDirectory("holdfast-bench");
    Path file = directory.resolve("bare.db");
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setGetGeneratedKeys(false);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      create(connection);
      return loop(connection, group, measured.toNanos());
    } finally {
      for (String ending : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(directory.resolve("bare.db" + ending));
      }
      Files.delete(directory);
    }
  }

  private static void create(Connection connection) throws SQLException, IOException {
    try (InputStream script = BareLoop.class.getResourceAsStream(SCHEMA);
        Statement statement = connection.createStatement()) {
      if (script == null) {
        throw new IOException("no " + SCHEMA);
      }
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (String sql : text.strip().split(";[ \\t]*\\R")) {
        statement.execute(sql);
      }
      for (int i = 0; i < CHATS; i++) {
        statement.execute(
            "INSERT INTO session (key, connector, chat, thread, state, epoch) VALUES ('web/c"
                + i
                + "', 'web', 'c"
                + i
                + "', '', 'ACTIVE', 0)");
      }
    }
    connection.setAutoCommit(false);
  }

  private static double loop(Connection connection, int group, long nanos) throws SQLException {
    try (PreparedStatement fair =
            connection.prepareStatement(
                "INSERT INTO fair (runner, sender, tag) VALUES ('demo', ?, ?)"
                    + " ON CONFLICT (runner, sender) DO UPDATE SET tag = excluded.tag");
        PreparedStatement turn =
            connection.prepareStatement(
                "INSERT INTO turn (id, session, runner, sender, tag, state, ready, epoch, since)"
                    + " VALUES (?, ?, 'demo', ?, ?, 'QUEUED', 0, 0, ?)");
        PreparedStatement message =
            connection.prepareStatement(
                "INSERT INTO message (id, session, turn, kind, connector, platform_id,"
                    + " fingerprint, sender_id, sender_name, text, attachments, sent_at,"
                    + " accepted_at) VALUES (?, ?, ?, 'TASK', 'web', ?, ?, ?, '', 'hello', '', 0,"
                    + " ?)")) {
      long begin = System.nanoTime();
      int n = 0;
      while (System.nanoTime() - begin < nanos) {
        for (int i = 0; i < group; i++) {
          accept(fair, turn, message, ++n);
        }
        connection.commit();
      }
      return n * 1e9 / (System.nanoTime() - begin);
    }
  }

  private static void accept(
      PreparedStatement fair, PreparedStatement turn, PreparedStatement message, int n)
      throws SQLException {
    long session = 1 + n % CHATS;
    String sender = "web/c" + session;
    set(fair, sender, n);
    set(turn, id(), session, sender, n, n);
    set(message, id(), session, n, "m-" + n, "0123456789abcdef".repeat(4), sender, n);
  }

  private static String id() {
    return UuidCreator.getTimeOrderedEpoch().toString();
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }
}
