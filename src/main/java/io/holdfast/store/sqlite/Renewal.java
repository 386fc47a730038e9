package io.holdfast.store.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes certain what the life before has left, before anything is built on it.
 *
 * <p>When a sync fails, the kernel may take the pages that it could not write for clean: they are
 * read as if they were on the disk, and no later sync writes them ("Can Applications Recover from
 * fsync Failures?", Rebello and others, USENIX ATC 2020). While the process lives, the engine does
 * not count the frames of such a commit and writes over them. But after a SIGKILL it finds them in
 * the log, whole, and goes on behind them; a power cut then loses them, and everything behind them
 * with them. So the log is written again, byte for byte, and synced. The head of the database is
 * the one page that its making does not bring into the log.
 */
final class Renewal {

  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final int HEAD = 65_536;
  private static final int PIECE = 65_536;

  private Renewal() {}

  /**
   * To be done while this process has no connection to the database; blocks. False, and nothing is
   * done, when another process has one.
   */
  static boolean of(Path database) throws IOException {
    Path shared = Disk.beside(database, "-shm");
    if (!Files.exists(shared)) {
      renew(database);
      return true;
    }
    try (FileChannel memory =
            FileChannel.open(shared, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock alone = memory.tryLock(OwnerLock.IN_USE, 1, false)) {
      if (alone == null) {
        // What somebody else writes at this moment would be undone.
        LOG.warn("event=log-not-renewed file={} because=in-use", database);
        return false;
      }
      renew(database);
      return true;
    }
  }

  private static void renew(Path database) throws IOException {
    again(database, HEAD);
    again(Disk.beside(database, "-wal"), Long.MAX_VALUE);
  }

  private static void again(Path file, long most) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = Math.min(most, channel.size());
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end));
      for (long at = 0; at < end; at += piece.limit()) {
        piece.clear().limit((int) Math.min(piece.capacity(), end - at));
        read(channel, piece, at);
        write(channel, piece.flip(), at);
      }
      channel.force(true);
    }
  }

  private static void read(FileChannel channel, ByteBuffer piece, long at) throws IOException {
    while (piece.hasRemaining()) {
      if (channel.read(piece, at + piece.position()) < 0) {
        throw new IOException("it has become shorter");
      }
    }
  }

  private static void write(FileChannel channel, ByteBuffer piece, long at) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece, at + piece.position());
    }
  }
}
