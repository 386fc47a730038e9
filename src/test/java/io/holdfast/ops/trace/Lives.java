package io.holdfast.ops.trace;

import io.holdfast.model.Address;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.MessageView;
import io.holdfast.model.StepState;
import io.holdfast.model.StepView;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The life of a turn, told line by line; its times are seconds, kept as milliseconds. */
final class Lives {

  static final String TURN = "019ab3f0-1c2d-7e3f-8a4b-5c6d7e8f9a0b";

  private final String turn;
  private final List<MessageView> messages = new ArrayList<>();
  private final List<StepView> steps = new ArrayList<>();
  private final List<DeliveryView> deliveries = new ArrayList<>();
  private final List<TimelineEntry> timeline = new ArrayList<>();

  private Lives(String turn) {
    this.turn = turn;
  }

  static Lives of(String turn) {
    return new Lives(turn);
  }

  /** Asked at 1, worked on from 2 to 5, its one reply created at 5. */
  static Lives plain(String turn) {
    return of(turn).message("m1", 1).event(2, "claimed", 1, "").event(5, "finished", 1, "done");
  }

  Lives message(String id, long at) {
    messages.add(new MessageView("web", id, "task", "u1", at * 1000));
    return this;
  }

  Lives event(long at, String event, int attempt, String detail) {
    timeline.add(new TimelineEntry(at * 1000, event, turn, attempt, detail));
    return this;
  }

  Lives step(String key, String label, int attempt, long begun, long ended) {
    StepState state = ended == 0 ? StepState.INTENT : StepState.RESULT;
    steps.add(new StepView(key, label, state, attempt, begun * 1000, ended * 1000));
    return this;
  }

  Lives delivery(String id, DeliveryState state, long created, long ended) {
    deliveries.add(
        new DeliveryView(
            id, "web", "c1", turn, "reply", 1, 1, state, created * 1000, ended * 1000, ""));
    return this;
  }

  TurnDetail now(TurnState state, long since) {
    return new TurnDetail(view(state, since), messages, steps, deliveries, timeline);
  }

  private TurnView view(TurnState state, long since) {
    return new TurnView(
        turn,
        "web/c1",
        new Address("web", "c1", ""),
        "demo",
        state,
        false,
        timeline.stream().mapToInt(TimelineEntry::attempt).max().orElse(0),
        0,
        steps.size(),
        "",
        Optional.empty(),
        messages.get(0).acceptedAt(),
        since * 1000);
  }
}
