package io.holdfast.lab.power;

import java.util.Random;

/** Which of what was not synced reached the disk all the same. */
final class Luck {

  /** In general. */
  enum Kind {
    /** Nothing. */
    NONE,
    /** Everything: a SIGKILL. */
    ALL,
    /** Some of it, some of that in part. */
    SOME
  }

  private static final int SECTOR = 512;

  private final Kind kind;
  private final Random random;
  private final double share;
  private int torn;

  Luck(Kind kind, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
    this.share = random.nextDouble();
  }

  /** How many writes reached it in part. */
  int torn() {
    return torn;
  }

  /** Whether a change of a name, or of a length, reached it. */
  boolean has() {
    return switch (kind) {
      case NONE -> false;
      case ALL -> true;
      case SOME -> random.nextDouble() < share;
    };
  }

  /** Does to {@code file} what is left of a write. */
  void write(Contents file, Call.Write write) {
    byte[] bytes = write.bytes();
    long offset = write.offset() < 0 ? file.length() : write.offset();
    if (has()) {
      if (kind == Kind.ALL || random.nextInt(3) > 0) {
        file.write(offset, bytes, 0, bytes.length);
      } else {
        torn++;
        tear(file, offset, bytes);
      }
    } else if (kind == Kind.SOME && random.nextInt(4) == 0) {
      // The file has grown, and what was to stand there does not.
      file.extend(Math.toIntExact(offset + bytes.length));
    }
  }

  /** Some sectors of it, the first or the last ones, or any. */
  private void tear(Contents file, long offset, byte[] bytes) {
    int way = random.nextInt(3);
    long first = offset / SECTOR;
    long last = (offset + bytes.length - 1) / SECTOR;
    long edge = first + random.nextInt((int) (last - first + 1));
    for (long sector = first; sector <= last; sector++) {
      boolean there =
          switch (way) {
            case 0 -> sector <= edge;
            case 1 -> sector >= edge;
            default -> random.nextBoolean();
          };
      if (there) {
        int begin = (int) Math.max(0, sector * SECTOR - offset);
        int end = (int) Math.min(bytes.length, (sector + 1) * SECTOR - offset);
        file.write(offset, bytes, begin, end);
      }
    }
  }
}
