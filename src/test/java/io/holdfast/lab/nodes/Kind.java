package io.holdfast.lab.nodes;

import java.util.Locale;
import java.util.Random;

/**
 * What is done to a node, to its way to the database, or to the database; with how many of twenty
 * are that, after the first of each, and for how long, in milliseconds.
 */
enum Kind {
  /** SIGKILL, and a new life after a while: before its lease is over, or after that. */
  KILL(6, 100, 8_000),
  /** SIGSTOP for longer than a lease, then SIGCONT. */
  FREEZE(3, 7_000, 9_500),
  /** SIGTERM, and a new life a while after its end. */
  DRAIN(3, 100, 1_500),
  /** Its connections to the database are cut, and none is to be had. */
  CUT(3, 300, 8_000),
  /** They are half open: what is said is heard by nobody. */
  SILENCE(2, 2_000, 9_000),
  /** What is said comes late. */
  DELAY(2, 2_000, 6_000),
  /** {@code pg_ctl stop -m immediate}, and a start of the server, which all of them share. */
  DATABASE(1, 100, 3_000);

  final int weight;
  private final int shortest;
  private final int longest;

  Kind(int weight, int shortest, int longest) {
    this.weight = weight;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** For how long, in milliseconds. */
  int length(Random random) {
    return shortest + random.nextInt(longest - shortest);
  }

  /** The name by which it is counted. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
