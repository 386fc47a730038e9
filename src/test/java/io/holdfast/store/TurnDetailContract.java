package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.MarkerView;
import io.holdfast.model.MessageView;
import io.holdfast.model.Question;
import io.holdfast.model.Reason;
import io.holdfast.model.StepState;
import io.holdfast.model.StepView;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Lookout.TurnFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Lookout} promises about one turn and one message. */
public abstract class TurnDetailContract extends StoreContract {

  protected TurnDetailContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  @Test
  @DisplayName("a running turn is shown with its node, its marker, its steps and its times")
  void showsARunningTurn() {
    long accepted = now;
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "one");
    done(store.release(first.attempt(), now));
    now += 100;
    Claimed second = claimOne();
    long claimed = now;
    now += 100;
    done(store.mark(stop("s1"), now));

    TurnView turn =
        done(store.turns(new TurnFilter(Set.of(), "", ""), new Piece("", 1_000))).items().get(0);
    assertThat(turn)
        .isEqualTo(
            new TurnView(
                second.attempt().turn(),
                "web/lobby",
                chat("lobby"),
                "agent",
                TurnState.RUNNING,
                false,
                2,
                0,
                1,
                NODE,
                Optional.of(new MarkerView("s1", Reason.SHUTDOWN, now)),
                accepted,
                claimed));
    command("lobby", "c1", new Change.Cancel(turn.id()));
    assertThat(done(store.turn(turn.id())).orElseThrow().turn().cancelled()).isTrue();
    finish(second.attempt(), "a1");
    TurnView ended = done(store.turn(turn.id())).orElseThrow().turn();
    assertThat(ended.node()).isEmpty();
    assertThat(ended.marker()).isEmpty();
    assertThat(ended.since()).isEqualTo(now);
  }

  @Test
  @DisplayName("a step shows when it was begun and ended, in the attempt that did it last")
  void showsSteps() {
    long begun = now;
    Claimed first = running("lobby", "m1");
    done(store.intend(first.attempt(), "one", "first", now));
    now += 10;
    done(store.record(first.attempt(), "one", "secret", now));
    done(store.intend(first.attempt(), "two", "second", now));
    done(store.release(first.attempt(), now));
    now += 10;
    Claimed second = claimOne();
    now += 10;
    done(store.intend(second.attempt(), "two", "second again", now));

    TurnDetail detail = done(store.turn(first.attempt().turn())).orElseThrow();
    assertThat(detail.steps())
        .containsExactly(
            new StepView("one", "first", StepState.RESULT, 1, begun, begun + 10),
            new StepView("two", "second again", StepState.INTENT, 2, begun + 30, 0));
  }

  @Test
  @DisplayName("a turn is told with its messages, its deliveries and all that happened to it")
  void tellsATurn() {
    long begun = now;
    Claimed first = running("lobby", "m1");
    now += 1;
    done(store.ask(first.attempt(), "q", Question.of("which?"), now));
    now += 1;
    accept("lobby", "m2");
    now += 1;
    Claimed second = claimOne();
    now += 1;
    finish(second.attempt(), "a1");
    String turn = second.attempt().turn();
    now += 1;
    done(store.delivered("web", List.of(turn + ".1"), now));

    TurnDetail detail = done(store.turn(turn)).orElseThrow();
    assertThat(detail.messages())
        .containsExactly(
            new MessageView("web", "m1", "task", "ann", begun),
            new MessageView("web", "m2", "answer", "ann", begun + 2));
    assertThat(detail.deliveries())
        .extracting(DeliveryView::kind)
        .containsExactly("question", "reply");
    assertThat(detail.deliveries().get(1))
        .isEqualTo(
            new DeliveryView(
                turn + ".1",
                "web",
                "lobby",
                turn,
                "reply",
                1,
                1,
                DeliveryState.SENT,
                begun + 4,
                begun + 5,
                ""));
    assertThat(detail.timeline())
        .extracting(entry -> (entry.event() + " " + entry.attempt() + " " + entry.detail()).strip())
        .containsExactly(
            "accepted 0 queued",
            "claimed 1",
            "asked 1 q",
            "accepted 0 answer",
            "answered 1",
            "resumed 2",
            "finished 2 done",
            "delivered 0 " + turn + ".1");
    assertThat(detail.timeline()).extracting(TimelineEntry::turn).containsOnly(turn);
    assertThat(done(store.turn("unknown"))).isEmpty();
  }

  @Test
  @DisplayName("a message is traced by its platform id alone, on every connector that knows it")
  void traces() {
    Claimed claimed = running("lobby", "m1");
    now += 5;
    done(store.mark(stop("s1"), now));
    done(store.release(claimed.attempt(), now));
    now += 5;
    accept(message(new Address("mail", "box", ""), "m1", "x"), ROUTE);
    accept(message(new Address("board", "box", ""), "other", "x"), ROUTE);
    command("lobby", "c1", new Change.Answer("pong"));
    String pong = due().get(0).id();
    now += 5;
    done(store.delivered("web", List.of(pong), now));

    List<Trace> traces = done(store.trace("m1"));
    assertThat(traces)
        .extracting(trace -> trace.message().connector())
        .containsExactly("web", "mail");
    assertThat(traces.get(0).turn().orElseThrow().turn().id()).isEqualTo(claimed.attempt().turn());
    assertThat(traces.get(0).timeline())
        .extracting(TimelineEntry::event)
        .containsExactly("accepted", "claimed", "marked", "interrupted");
    Trace command = done(store.trace("c1")).get(0);
    assertThat(command.message().kind()).isEqualTo("command");
    assertThat(command.turn()).isEmpty();
    assertThat(command.timeline())
        .extracting(entry -> (entry.event() + " " + entry.detail()).strip())
        .containsExactly("accepted command", "delivered " + pong);
    assertThat(done(store.trace("m2"))).isEmpty();
  }

  @Test
  @DisplayName("nothing of what people and agents wrote leaves through the lookout")
  void keepsTexts() {
    Claimed claimed = running("lobby", "m1");
    done(store.intend(claimed.attempt(), "key", "label", now));
    done(store.record(claimed.attempt(), "key", "the result", now));
    finish(claimed.attempt(), "the answer");

    String shown =
        done(store.trace("m1"))
            + done(store.turns(new TurnFilter(Set.of(), "", ""), new Piece("", 1_000))).toString()
            + done(
                store.sessions(new SessionFilter(Optional.empty(), "", ""), new Piece("", 1_000)))
            + done(
                store.deliveries(
                    new DeliveryFilter(Optional.empty(), "", ""), new Piece("", 1_000)));
    assertThat(shown).contains("label").doesNotContain("text of m1", "the result", "the answer");
  }
}
