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
 * @param notice what a chat is told when its turn is resumed
 */
public record ClaimRequest(
    String runner, String node, int limit, int resumeLimit, ResumeNotice notice) {

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
