package io.holdfast.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A turn that has just become RUNNING, with what an attempt needs to begin.
 *
 * @param attempt the fencing token of all that it will write
 * @param address where it was asked and will be answered
 * @param messages the messages it takes, in the order in which they were accepted
 * @param resumed why the previous attempt was interrupted; null on a first attempt, and when its
 *     user let it go on ({@code /retry}, an answer)
 * @param steps how many of its steps have a RESULT
 * @param epoch which of the session's memories it belongs to; {@code /new} starts another
 * @param inReplyTo the platform ids of all that it answers: of the messages, and of the answers to
 *     its questions
 */
public record Claimed(
    AttemptId attempt,
    Address address,
    List<Message> messages,
    @Nullable Reason resumed,
    int steps,
    int epoch,
    List<String> inReplyTo) {

  public Claimed {
    messages = List.copyOf(messages);
    inReplyTo = List.copyOf(inReplyTo);
  }

  /** A turn that has asked nothing. */
  public Claimed(
      AttemptId attempt,
      Address address,
      List<Message> messages,
      @Nullable Reason resumed,
      int steps,
      int epoch) {
    this(attempt, address, messages, resumed, steps, epoch, platformIds(messages));
  }

  /** Why the previous attempt was interrupted, if it was. */
  public Optional<Reason> resumption() {
    return Optional.ofNullable(resumed);
  }

  private static List<String> platformIds(List<Message> messages) {
    return messages.stream().map(message -> message.inbound().platformId()).toList();
  }
}
