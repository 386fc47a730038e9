package io.holdfast.store;

import io.holdfast.model.Door;
import io.holdfast.model.Reason;
import java.util.Optional;
import java.util.function.Function;

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
 * @param admission whose turns begin or go on at all
 */
public record ClaimRequest(
    String runner,
    String node,
    int limit,
    int resumeLimit,
    Suspects suspects,
    boolean steerable,
    ResumeNotice notice,
    Admission admission) {

  /** Of whomever. */
  public ClaimRequest(
      String runner,
      String node,
      int limit,
      int resumeLimit,
      Suspects suspects,
      boolean steerable,
      ResumeNotice notice) {
    this(runner, node, limit, resumeLimit, suspects, steerable, notice, Admission.OF_ALL);
  }

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

  /**
   * Whose turns begin or go on. Of somebody who may not speak any more a turn is CANCELLED instead,
   * and its chat gets a notice of kind COMMAND.
   *
   * @param doors the door of each connector, by its id; asked inside the claiming transaction
   * @param text what the chat is told then
   */
  public record Admission(Function<String, Door> doors, String text) {

    /** Everybody's. */
    public static final Admission OF_ALL = new Admission(connector -> Door.OPEN, "");
  }

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
