package io.holdfast.runner;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Decision;
import io.holdfast.model.Exchange;
import io.holdfast.model.Message;
import io.holdfast.model.Step;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an attempt may see and do. Confined to the event loop on which {@link Runner#run} was
 * called; belongs to one attempt and is of no use after it.
 */
public interface TurnContext {

  /** The turn, its attempt and its messages. */
  Claimed turn();

  /** What the session's messages say together, in their order. */
  default String text() {
    return String.join(
        "\n\n", turn().messages().stream().map(message -> message.inbound().text()).toList());
  }

  /**
   * Up to {@code limit} finished exchanges of the session's memory before this turn, oldest first.
   */
  Future<List<Exchange>> memory(int limit);

  /**
   * The RESULT that the newest earlier turn of the session's memory has under a key that begins
   * with {@code prefix}, of the turns of this runner; the last begun of several. So a runner finds
   * what it keeps for a session.
   *
   * @param prefix of letters, digits and hyphens
   */
  Future<Optional<String>> recall(String prefix);

  /**
   * The attempt before this one in the session's memory, on whatever node it ran: of this turn, or
   * the last one of the newest earlier turn that was begun. So a runner that keeps something
   * between turns finds whether anybody has worked since.
   */
  Future<Optional<AttemptId>> previous();

  /** The turn's journal as far as it is known here, in the order in which its steps were begun. */
  List<Step> steps();

  /**
   * Runs an effect once: commits its INTENT, performs it, commits its RESULT and gives that. A
   * RESULT that the journal holds is given without running anything; an INTENT without one is dealt
   * with as {@code policy} says. Shows {@code label} as progress.
   *
   * <p>Fails with {@code Interrupted} or {@code Cancelled} instead of beginning when the attempt is
   * to end, with {@code Fenced} when it is superseded, and with the effect's own failure (the
   * INTENT stays then).
   *
   * @param key the runner's name for the step, unique within the turn; never one that begins with
   *     {@link Step#STEERING}
   * @param effect called at most once, on the attempt's event loop
   */
  Future<String> step(String key, String label, StepPolicy policy, Supplier<Future<String>> effect);

  /**
   * Takes what came for the turn while it ran and was not taken yet, in its order; none, most of
   * the time, and without asking the store then. What was taken is a step of the journal: the same
   * key gives the same in a later attempt, though one that gave nothing may give something then.
   * What is never taken becomes a turn of its own as this one ends. Of use to a runner that is
   * {@link Runner#steerable}; fails as {@link #step} does.
   *
   * @param key the runner's name for the moment, unique among these within the turn
   */
  Future<List<Message>> steering(String key);

  /**
   * Asks the user and gives the answer. Without one in the journal it fails with {@code Asking},
   * which ends the attempt; the next one goes on with the answer, restarts in between included.
   */
  Future<String> ask(String key, String question);

  /**
   * Asks for permission and gives the decision. Without one in the journal it fails with {@code
   * Asking}, as {@link #ask} does. That it is for the conversation ({@link Decision.Kind#SESSION})
   * the runner keeps itself, by {@link #recall}.
   *
   * @param key the runner's name for the step, unique within the turn
   */
  Future<Decision> permission(String key, PermissionRequest request);

  /** Which attempt wrote the RESULT of a step; 0 when the journal has none. */
  int ranIn(String key);

  /** Shows what the agent is at, in a few words. May be lost. */
  void progress(String label);

  /** Shows the next piece of the reply as it comes into being. May be lost. */
  void delta(String text);

  /**
   * Called once, when the attempt must end at once: its user stopped it, its deadline passed, or it
   * is superseded. The runner then ends whatever it has started and fails its Future.
   */
  void onCancel(Runnable end);
}
