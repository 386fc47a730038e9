package io.holdfast.lab.disk;

import java.util.Locale;

/** What a disk suffers from. */
enum Ailment {
  /** Writes fail. */
  WRITE_EIO("pwrite64", "EIO", 600),
  /** There is no room for a write. */
  WRITE_ENOSPC("pwrite64", "ENOSPC", 600),
  /** The file system has become one to read from, as it does after an error. */
  WRITE_EROFS("pwrite64", "EROFS", 600),
  /** Syncs fail. */
  SYNC_EIO("fsync,fdatasync", "EIO", 30),
  /** There is no room, and it is only the sync that notices. */
  SYNC_ENOSPC("fsync,fdatasync", "ENOSPC", 30),
  /** A disk of its own is filled up. */
  FULL,
  /** The database is moved away under it. */
  MOVED,
  /** The database is replaced by an empty one. */
  REPLACED,
  /** The directory is moved away with all that is in it. */
  DIRECTORY_MOVED;

  private final String calls;
  private final String error;
  private final int first;

  Ailment(String calls, String error, int first) {
    this.calls = calls;
    this.error = error;
    this.first = first;
  }

  Ailment() {
    this("", "", 0);
  }

  /** Whether strace has to do it. */
  boolean injected() {
    return !calls.isEmpty();
  }

  /** Whether it can be over in the life of the process that suffered from it. */
  boolean canPass() {
    return injected() || this == FULL;
  }

  /**
   * How strace does it.
   *
   * @param more how many calls after the usual first one go well
   * @param times how many fail; 0 for all
   */
  String fault(int more, int times) {
    int begin = first + more;
    String until = times == 0 ? "+" : ".." + (begin + times - 1);
    return calls + ":error=" + error + ":when=" + begin + until;
  }

  /** As one says it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
