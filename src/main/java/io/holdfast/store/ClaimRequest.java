package io.holdfast.store;

import io.holdfast.model.Reason;
import java.util.Optional;

/**
 * What a runner asks the store for.
 *
 * @param runner the runner's id
 * @param node the process that asks
 * @param limit how many turns at the most
 * @param resumeLimit how many of them may be interrupted ones
 * @param suspects which of those are begun one after the other
 * @param steerable whether the runner takes messages while it works
 * @param notice what a chat is told when its turn is resumed
 */
public record ClaimRequest(
    String runner,
    String node,
    int limit,
    int resumeLimit,
    Suspects suspects,
    boolean steerable,
    ResumeNotice notice) {

  /** Of a runner that cannot be steered. */
  public ClaimRequest(
      String runner,
      String node,
      int limit,
      int resumeLimit,
      Suspects suspects,
      ResumeNotice notice) {
    this(runner, node, limit, resumeLimit, suspects, false, notice);
  }

  /**
   * Turns of which one may be what takes the process down. A node begins one at a time, so that a
   * crash does not count against those that only ran beside it.
   *
   * @param interruptions in a row without a new step that make a turn a suspect, if a crash was the
   *     last of them
   * @param apartMillis how long after one the next is begun; sooner if the first has ended or has
   *     the result of a step
   */
  public record Suspects(int interruptions, long apartMillis) {}

  /** Decides, inside the claiming transaction, whether and how a resume is mentioned. */
  @FunctionalInterface
  public interface ResumeNotice {
    /**
     * The words for one resume.
     *
     * @param reason why the turn was interrupted
     * @param awayMillis how long ago
     * @param steps how many of its steps have a RESULT
     * @return what the chat is told, if anything
     */
    Optional<String> text(Reason reason, long awayMillis, int steps);
  }
}
