package io.holdfast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a turn asks, to go on with the answer.
 *
 * @param label what its step is called
 * @param text what is said in the chat
 * @param options the answers that are offered; any other may be given too
 * @param terms who may answer and until when, of one that asks for permission; null for any other
 */
public record Question(String label, String text, List<Option> options, @Nullable Terms terms) {

  public Question {
    options = List.copyOf(options);
  }

  /** One that whoever writes next in the chat answers, whenever that is. */
  public static Question of(String text) {
    return new Question(text, text, List.of(), null);
  }

  /**
   * Under what terms permission is asked.
   *
   * @param approvers who may decide, by the ids of senders; empty for whoever may write in the chat
   * @param until when it is refused if nobody has decided, in milliseconds since the epoch
   */
  public record Terms(List<String> approvers, long until) {
    public Terms {
      approvers = List.copyOf(approvers);
    }
  }
}
