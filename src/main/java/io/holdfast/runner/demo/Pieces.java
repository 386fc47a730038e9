package io.holdfast.runner.demo;

/**
 * A reply that comes piece by piece.
 *
 * @param count how many pieces
 * @param separator what stands between two of them
 * @param form what a piece says
 */
record Pieces(int count, String separator, Form form) {

  /** Makes a piece. */
  @FunctionalInterface
  interface Form {
    /**
     * What a piece says.
     *
     * @param step from 1
     * @param attempt the attempt in which the step runs
     */
    String text(int step, int attempt);
  }
}
