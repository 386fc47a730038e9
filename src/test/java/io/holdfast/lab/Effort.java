package io.holdfast.lab;

/**
 * How much a run of the lab does.
 *
 * @param seed from which everything that is random derives
 * @param crashes how many crashes inside one JVM, at least
 * @param kills how many SIGKILLs of real processes, at least
 * @param disturbances of several nodes that share a database
 */
public record Effort(long seed, int crashes, int kills, int disturbances) {

  /** What fits into the ordinary tests. */
  public static Effort sample() {
    return new Effort(1, 400, 12, 8);
  }

  /** What the published figures are made of. */
  public static Effort full() {
    return new Effort(1, 20_000, 1_000, 220);
  }
}
