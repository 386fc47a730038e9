package io.holdfast.bench;

/** Many lengths of time, counted in classes that are each a fiftieth longer than the one before. */
final class Spread {

  private static final double SHORTEST = 1e-4;
  private static final double STEP = Math.log(1.02);
  private static final int CLASSES = 1_200;

  private final long[] counts = new long[CLASSES];
  private long count;
  private double sum;

  /** Counts one, in seconds. */
  void add(double seconds) {
    int at = seconds < SHORTEST ? 0 : 1 + (int) (Math.log(seconds / SHORTEST) / STEP);
    counts[Math.min(at, CLASSES - 1)]++;
    count++;
    sum += seconds;
  }

  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /** What this share of them is not longer than, in seconds, to the fiftieth. */
  double percentile(double share) {
    long most = (long) Math.ceil(share * count);
    long seen = 0;
    for (int at = 0; at < CLASSES; at++) {
      seen += counts[at];
      if (seen >= most) {
        return at == 0 ? 0 : SHORTEST * Math.exp(at * STEP);
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
