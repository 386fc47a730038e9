package io.holdfast.cli.files;

import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The files of the embedded store. */
public final class SqliteFiles implements StoreFiles {

  private static final Doorbell NOBODY =
      new Doorbell() {
        @Override
        public void work(String runner) {}

        @Override
        public void control(String runner) {}

        @Override
        public void due(String connector, String chat) {}
      };

  private static final String NEWEST =
      """
      SELECT max(at) FROM (
        SELECT max(beat_at) AS at FROM node
        UNION ALL SELECT max(accepted_at) FROM message WHERE seq = (SELECT max(seq) FROM message)
        UNION ALL SELECT max(at) FROM timeline WHERE seq = (SELECT max(seq) FROM timeline))
      """;

  private final Vertx vertx;

  /** Works on {@code vertx}, which it leaves open. */
  public SqliteFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public List<String> verify(Path database) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA quick_check(10)")) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines.equals(List.of("ok")) ? List.of() : lines;
    } catch (SQLException e) {
      return List.of(oneLine(e));
    }
  }

  @Override
  public Optional<Instant> newest(Path database) {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(NEWEST)) {
      long millis = rows.next() ? rows.getLong(1) : 0;
      return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    } catch (SQLException e) {
      // Another version's tables, or none: whether that is wrong is the verification's to say.
      return Optional.empty();
    }
  }

  @Override
  public void backup(Path database, Path file) {
    withStore(database, store -> store.backup(file));
  }

  @Override
  public void restore(Path backup, Path database) {
    throw new UnsupportedOperationException("restoring is not available yet");
  }

  private void withStore(Path database, Function<Store, Future<Void>> work) {
    SqliteStore.open(vertx, database, NOBODY, new SimpleMeterRegistry())
        .compose(store -> work.apply(store).eventually(store::close))
        .await();
  }

  /** Read-only, so that looking never changes anything. */
  private static Connection open(Path database) throws SQLException {
    if (!Files.isRegularFile(database)) {
      throw new SQLException("no such file: " + database);
    }
    return DriverManager.getConnection("jdbc:sqlite:" + database.toUri() + "?mode=ro");
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
