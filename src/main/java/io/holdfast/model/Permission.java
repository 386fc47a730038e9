package io.holdfast.model;

import java.util.List;

/**
 * What a turn has asked permission for.
 *
 * @param turn the turn's id
 * @param attempt the number of the attempt that asked
 * @param approvers who may decide, by the ids of senders; empty for whoever may write in the chat
 * @param decided who has decided and how, in a sentence; empty as long as nobody has
 * @param sudden whether who answers without naming it may not mean it: he wrote before he could
 *     read it, or right after another one was decided
 */
public record Permission(
    String turn, int attempt, List<String> approvers, String decided, boolean sudden) {

  private static final int CODE_LENGTH = 4;

  public Permission {
    approvers = List.copyOf(approvers);
  }

  /** Whether it waits for a decision. */
  public boolean open() {
    return decided.isEmpty();
  }

  /** Whether {@code sender} may decide. */
  public boolean mayDecide(Sender sender) {
    return approvers.isEmpty() || approvers.contains(sender.id());
  }

  /** What tells this question from any other of its chat, short enough to be typed. */
  public String code() {
    return code(new AttemptId(turn, attempt));
  }

  /** The same, of what {@code attempt} asks. */
  public static String code(AttemptId attempt) {
    String turn = attempt.turn();
    return turn.substring(Math.max(0, turn.length() - CODE_LENGTH)) + "-" + attempt.number();
  }

  /** What is told to somebody who may not decide. */
  public String notYours() {
    return "Only " + String.join(", ", approvers) + " may decide this.";
  }

  /** What is told to somebody who wrote something else and may not decide, or could not read it. */
  public String waiting() {
    String who = approvers.isEmpty() ? "somebody" : String.join(" or ", approvers);
    return "Your message is kept; the task in front waits until " + who + " has decided.";
  }

  /** What is told to somebody who cannot have read it. */
  public static String readFirst() {
    return "Something else was asked a moment ago. Please read it, and answer again.";
  }

  /** What is told to somebody who decides what was decided before. */
  public static String tooLate(String decided) {
    return ("This was decided already. " + decided).strip();
  }
}
