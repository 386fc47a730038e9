package io.holdfast.model;

import java.util.List;

/**
 * All that is known of a turn.
 *
 * @param turn where it stands
 * @param messages what it took, in their order
 * @param steps its journal, in the order in which they were begun
 * @param deliveries what was said about it, in their order
 * @param timeline what happened to it, in order
 */
public record TurnDetail(
    TurnView turn,
    List<MessageView> messages,
    List<StepView> steps,
    List<DeliveryView> deliveries,
    List<TimelineEntry> timeline) {

  public TurnDetail {
    messages = List.copyOf(messages);
    steps = List.copyOf(steps);
    deliveries = List.copyOf(deliveries);
    timeline = List.copyOf(timeline);
  }
}
