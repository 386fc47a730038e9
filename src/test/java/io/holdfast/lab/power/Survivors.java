package io.holdfast.lab.power;

import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.Verification;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Opens what a power cut has left as the gateway does, and looks at what is in it. */
final class Survivors {

  private static final int SHOWN = 3;

  private final Vertx vertx;

  Survivors(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * What is wrong with a database, a sentence each.
   *
   * @param accepted ids of messages that must be in it
   * @param sent ids of deliveries that must be in it, for else their turn would run again
   */
  List<String> faults(Path database, Set<String> accepted, Set<String> sent) {
    List<String> faults = new ArrayList<>();
    try {
      Store store = done(SqliteStore.open(vertx, database, new Rings(), new SimpleMeterRegistry()));
      done(store.close());
      Verification found = done(SqliteStore.verify(vertx, database));
      found.faults().forEach(fault -> faults.add("damaged: " + fault));
      missing(faults, "accepted", accepted, ids(database, "SELECT platform_id FROM message"));
      missing(faults, "sent", sent, ids(database, "SELECT id FROM delivery"));
    } catch (Exception e) {
      faults.add("it cannot be opened: " + e.getMessage());
    }
    return faults;
  }

  private static void missing(
      List<String> faults, String what, Set<String> wanted, Set<String> there) {
    List<String> lost = wanted.stream().filter(id -> !there.contains(id)).toList();
    if (!lost.isEmpty()) {
      faults.add(
          "lost %d of %d that were %s: %s"
              .formatted(
                  lost.size(),
                  wanted.size(),
                  what,
                  String.join(", ", lost.subList(0, Math.min(SHOWN, lost.size())))));
    }
  }

  private static Set<String> ids(Path database, String sql) throws SQLException {
    if (!Files.exists(database)) {
      return Set.of();
    }
    Set<String> ids = new HashSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }
}
