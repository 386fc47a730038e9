package io.holdfast.store.migration;

/**
 * How much a table holds.
 *
 * @param widest the bytes of its widest row
 */
public record Extent(long rows, long widest) {

  private static final int MOST_ROWS = 1_000;
  private static final long MOST_BYTES = 16_000_000;

  /** How many of its rows make a piece that is neither many round trips nor much memory. */
  int piece() {
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, widest)));
  }
}
