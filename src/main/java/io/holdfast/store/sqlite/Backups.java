package io.holdfast.store.sqlite;

import io.holdfast.model.HoldfastException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of an open database, one at a time, each as it stands at one moment. The copy is made
 * under another name and gets its own when all of it is on the disk.
 */
final class Backups {

  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  private static final long PATIENCE_NANOS = 50_000_000;

  private final Vertx vertx;
  private final Path database;
  private final DatabaseFile file;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean closing;
  private boolean busy;
  private @Nullable PreparedStatement copying;

  Backups(Vertx vertx, Path database, DatabaseFile file) {
    this.vertx = vertx;
    this.database = database;
    this.file = file;
  }

  Future<Void> write(Path target) {
    return Errand.send(
            vertx,
            "backup",
            () -> {
              begin();
              try {
                writeNow(target.toAbsolutePath());
              } finally {
                end();
              }
              return true;
            })
        .mapEmpty();
  }

  /** Gives up what is being copied, since a stop is not to wait for it; blocks a moment. */
  void close() throws SQLException, InterruptedException {
    lock.lock();
    try {
      closing = true;
      while (busy) {
        if (copying != null) {
          // Not heard by a statement that has not quite begun, hence again and again.
          copying.cancel();
        }
        idle.awaitNanos(PATIENCE_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeNow(Path target) throws IOException, SQLException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    file.check();
    Path part = Disk.beside(target, "." + UUID.randomUUID() + ".part");
    try {
      Disk.create(part);
      copy(part);
      file.check();
      Disk.sync(part);
      // Not atomically, for that would replace what somebody has put there meanwhile.
      Files.move(part, target);
      Disk.syncNames(target);
    } finally {
      Files.deleteIfExists(part);
    }
    LOG.info("event=backup-written file={} bytes={}", target, Files.size(target));
  }

  private void copy(Path part) throws SQLException {
    try (Connection connection = SqliteDb.plain(database);
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, part.toString());
      watch(statement);
      try {
        statement.execute();
      } finally {
        watch(null);
      }
    }
  }

  private void begin() {
    lock.lock();
    try {
      if (closing) {
        throw new HoldfastException.NotReady("the store is closed");
      }
      if (busy) {
        throw new HoldfastException.NotReady("another backup is being written");
      }
      busy = true;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      busy = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch(@Nullable PreparedStatement statement) {
    lock.lock();
    try {
      if (closing && statement != null) {
        throw new HoldfastException.NotReady("the store is closed");
      }
      copying = statement;
    } finally {
      lock.unlock();
    }
  }
}
