package io.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * The life of one message.
 *
 * @param message the message
 * @param turn the turn that took it; empty for a command
 * @param timeline what happened to the message and its turn, in order
 */
public record Trace(MessageView message, Optional<TurnDetail> turn, List<TimelineEntry> timeline) {

  public Trace {
    timeline = List.copyOf(timeline);
  }
}
