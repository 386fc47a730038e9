package io.holdfast.model;

import java.util.List;

/**
 * The message in which people see what a turn says while it runs. It becomes the turn's reply.
 *
 * @param key what the platform may drop copies by; another one for each message
 * @param text what it says when it is sent; what it says later is edited in
 * @param inReplyTo platform ids of the messages that it answers
 * @param state what is known of it
 * @param receipt the platform's id of it; empty unless it is SENT
 * @param triedAt when it was committed, before it was sent; in milliseconds since the epoch
 */
public record Draft(
    String key, String text, List<String> inReplyTo, State state, String receipt, long triedAt) {

  /** What is known of a draft. */
  public enum State {
    /** About to be sent, or sent and not known to be there. */
    ATTEMPTING,
    /** The platform has it. */
    SENT,
    /** The platform has it no more. */
    GONE
  }

  public Draft {
    inReplyTo = List.copyOf(inReplyTo);
  }

  /** One that is to be sent. */
  public static Draft begun(String key, String text, List<String> inReplyTo, long now) {
    return new Draft(key, text, inReplyTo, State.ATTEMPTING, "", now);
  }
}
