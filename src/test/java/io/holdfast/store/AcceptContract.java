package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Acceptance.Refused;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Question;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Store#accept} promises. */
public abstract class AcceptContract extends StoreContract {

  private static final Route COLLECT = new Route("agent", DoubleText.COLLECT, 100);

  protected AcceptContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  @Test
  @DisplayName("S05 S09: an accepted message is there after a crash and starts a turn")
  void survivesACrash() {
    Inbound message =
        new Inbound(
            new Address("web", "lobby", "topic"),
            "m1",
            new Sender("ann", "Ann"),
            "look at this: \u00e9 \ud83d\ude00",
            List.of(new Attachment("a.png", "image/png", "AAAA")),
            17);
    Accepted accepted = accept(message, ROUTE);

    crash();

    Claimed claimed = claimOne();
    assertThat(claimed.attempt().turn()).isEqualTo(accepted.turn());
    assertThat(claimed.attempt().number()).isEqualTo(1);
    assertThat(claimed.address()).isEqualTo(message.address());
    assertThat(claimed.messages()).hasSize(1);
    assertThat(claimed.messages().get(0).id()).isEqualTo(accepted.message());
    assertThat(claimed.messages().get(0).inbound()).isEqualTo(message);
    assertThat(claimed.messages().get(0).acceptedAt()).isEqualTo(now);
    assertThat(claimed.resumption()).isEmpty();
  }

  @Test
  @DisplayName("S06 S18: a redelivered message gives the first result and starts nothing")
  void isIdempotent() {
    Accepted first = accept("lobby", "m1");
    crash();
    Accepted second = accept("lobby", "m1");

    assertThat(first.duplicate()).isFalse();
    assertThat(second).isEqualTo(new Accepted(first.message(), first.turn(), first.state(), true));
    assertThat(claim(10)).hasSize(1);
    assertThat(accept("lobby", "m1").state()).isEqualTo(TurnState.RUNNING);
  }

  @Test
  @DisplayName("S18: of a message offered many times at once, one offer is the first")
  void isIdempotentAtOnce() {
    List<Future<Acceptance>> offers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      offers.add(store.accept(message("lobby", "m1"), ROUTE, HELD, now));
    }
    List<Accepted> results = offers.stream().map(offer -> (Accepted) done(offer)).toList();

    assertThat(results).filteredOn(result -> !result.duplicate()).hasSize(1);
    assertThat(results).extracting(Accepted::turn).containsOnly(results.get(0).turn());
    assertThat(claim(100)).hasSize(1);
  }

  @Test
  @DisplayName("another body under a used id is refused and not stored")
  void refusesAReusedId() {
    accept("lobby", "m1");

    Acceptance other = done(store.accept(message(chat("lobby"), "m1", "else"), ROUTE, HELD, now));

    assertThat(other).isInstanceOf(Refused.class);
    assertThat(((Refused) other).code()).isEqualTo(RejectCode.ID_REUSED);
    assertThat(claimOne().messages().get(0).inbound().text()).isEqualTo("text of m1");
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("the same id in another connector is another message")
  void idsBelongToTheirConnector() {
    accept("lobby", "m1");
    Accepted other = accept(message(new Address("mail", "lobby", ""), "m1", "x"), ROUTE);

    assertThat(other.duplicate()).isFalse();
  }

  @Test
  @DisplayName("S08 S25 S27: messages to a busy session wait in their order and none is lost")
  void queuesInOrder() {
    Claimed first = running("lobby", "m0");
    for (int i = 1; i <= 5; i++) {
      accept("lobby", "m" + i);
    }
    assertThat(claim(10)).isEmpty();
    finish(first.attempt(), "a0");

    List<String> order = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      Claimed next = claimOne();
      order.addAll(next.inReplyTo());
      assertThat(claim(10)).isEmpty();
      finish(next.attempt(), "a" + i);
    }

    assertThat(order).containsExactly("m1", "m2", "m3", "m4", "m5");
    assertThat(said()).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
  }

  @ParameterizedTest(name = "{0}, session {1}: {2}")
  @DisplayName("what becomes of a second message is its session's policy")
  @CsvSource({
    "ENQUEUE, queued,  new turn",
    "ENQUEUE, running, new turn",
    "COLLECT, queued,  joins",
    "COLLECT, running, new turn",
    "REJECT,  queued,  BUSY",
    "REJECT,  running, BUSY",
    "REJECT,  idle,    new turn",
    "COLLECT, idle,    new turn"
  })
  void doubleText(DoubleText policy, String session, String expected) {
    Accepted first = accept("lobby", "m1");
    if (!session.equals("queued")) {
      Claimed claimed = claimOne();
      if (session.equals("idle")) {
        finish(claimed.attempt(), "a1");
      }
    }
    Acceptance second =
        done(store.accept(message("lobby", "m2"), new Route("agent", policy, 100), HELD, now));

    String became =
        second instanceof Refused refused
            ? refused.code().name()
            : ((Accepted) second).turn().equals(first.turn()) ? "joins" : "new turn";
    assertThat(became).isEqualTo(expected);
  }

  @Test
  @DisplayName("collected messages are answered together, in their order")
  void collects() {
    Claimed first = running("lobby", "m0");
    for (int i = 1; i <= 3; i++) {
      accept(message("lobby", "m" + i), COLLECT);
    }
    finish(first.attempt(), "a0");

    Claimed second = claimOne();
    assertThat(second.inReplyTo()).containsExactly("m1", "m2", "m3");
    finish(second.attempt(), "all three");
    assertThat(due().get(1).inReplyTo()).containsExactly("m1", "m2", "m3");
    assertThat(timeline("m2")).first().isEqualTo("accepted 0 joined");
  }

  @Test
  @DisplayName("a message joins no turn of another memory or of another runner")
  void joinsOnlyWhatItMayJoin() {
    Accepted first = accept("lobby", "m1");
    command("lobby", "c1", new Change.Forget());
    Accepted afterNew = accept(message("lobby", "m2"), COLLECT);
    Accepted elsewhere =
        accept(message("lobby", "m3"), new Route("other", DoubleText.COLLECT, 100));
    assertThat(List.of(first.turn(), afterNew.turn(), elsewhere.turn())).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("a message joins no turn that is tried again, as that has a journal")
  void joinsNoRetry() {
    Claimed failed = running("den", "m4");
    fail(failed.attempt());
    command("den", "c2", new Change.Retry(failed.attempt().turn()));
    assertThat(accept(message("den", "m5"), COLLECT).turn()).isNotEqualTo(failed.attempt().turn());
  }

  @Test
  @DisplayName("a full queue refuses one more, and takes it when there is room")
  void boundsTheQueue() {
    Route two = new Route("agent", DoubleText.ENQUEUE, 2);
    accept(message("lobby", "m1"), two);
    accept(message("lobby", "m2"), two);
    Acceptance third = done(store.accept(message("lobby", "m3"), two, HELD, now));
    assertThat(third).isInstanceOf(Refused.class);
    assertThat(((Refused) third).code()).isEqualTo(RejectCode.QUEUE_FULL);
    assertThat(done(store.timeline("web", "m3"))).isEmpty();
    assertThat(accept(message("den", "m4"), two).duplicate()).isFalse();

    claimOne();
    assertThat(accept(message("lobby", "m3"), two).duplicate()).isFalse();
  }

  @Test
  @DisplayName("a message answers the question that its session asks, across a crash")
  void answers() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "colour", Question.of("which colour?"), now));
    assertThat(notices()).containsExactly(NoticeKind.QUESTION);
    assertThat(claim(10)).isEmpty();
    crash();

    Accepted answer = accept(message(chat("lobby"), "m2", "blue"), ROUTE);

    assertThat(answer.turn()).isEqualTo(claimed.attempt().turn());
    assertThat(answer.state()).isEqualTo(TurnState.INTERRUPTED);
    Claimed again = claimOne();
    assertThat(again.attempt().number()).isEqualTo(2);
    assertThat(again.resumption()).isEmpty();
    assertThat(again.messages()).hasSize(1);
    assertThat(done(store.journal(answer.turn())))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.key()).isEqualTo("colour");
              assertThat(step.state()).isEqualTo(StepState.RESULT);
              assertThat(step.result()).isEqualTo("blue");
            });
    finish(again.attempt(), "blue it is");
    assertThat(due().get(1).inReplyTo()).containsExactly("m1", "m2");
    assertThat(timeline("m2")).first().isEqualTo("accepted 0 answer");
  }

  @Test
  @DisplayName("of a file that answers a question the name is told")
  void answersWithAFile() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "colour", Question.of("which colour?"), now));
    List<Attachment> files = List.of(new Attachment("a.png", "image/png", "AAAA"));
    Address lobby = chat("lobby");
    accept(new Inbound(lobby, "m2", new Sender("ann", "Ann"), "this", files, 0), ROUTE);
    assertThat(done(store.journal(claimed.attempt().turn())))
        .extracting(Step::result)
        .containsExactly("this\n[attached: a.png, not shown]");
  }

  @Test
  @DisplayName("a suspended session's messages are kept, its user told, and nothing runs")
  void holdsWhatASuspendedSessionGets() {
    command("lobby", "c1", new Change.Suspend());
    accept("lobby", "m1");
    assertThat(claim(10)).isEmpty();
    assertThat(notices()).containsExactly(NoticeKind.SUSPENDED);
    assertThat(said()).containsExactly(HELD);

    command("lobby", "c2", new Change.Activate());
    assertThat(ids(claim(10))).containsExactly(List.of("m1"));
  }

  @Test
  @DisplayName("a message to a turn that waits for a decision is kept and its user told")
  void holdsWhileADecisionIsDue() {
    running("lobby", "m1");
    done(store.recover("node-2", orphan -> new Verdict.Ask("go on?"), now));
    done(store.join(NODE, now));

    Accepted second = accept("lobby", "m2");

    assertThat(second.state()).isEqualTo(TurnState.QUEUED);
    assertThat(notices()).containsExactly(NoticeKind.QUESTION, NoticeKind.SUSPENDED);
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("S44: two places whose names look alike when joined share no session")
  void keepsPlacesApart() {
    List<Address> alike =
        List.of(
            new Address("web", "a/b", ""),
            new Address("web", "a", "b"),
            new Address("web", "a%2Fb", ""),
            new Address("web/a", "b", ""),
            new Address("web", "a/b", "c"),
            new Address("web", "a", "b/c"));
    for (int i = 0; i < alike.size(); i++) {
      accept(message(alike.get(i), "m" + i, "x"), ROUTE);
    }

    List<Claimed> claimed = claim(10);
    assertThat(claimed).extracting(Claimed::address).containsExactlyInAnyOrderElementsOf(alike);
    for (Claimed turn : claimed) {
      finish(turn.attempt(), "to " + turn.address());
    }
    assertThat(due())
        .allSatisfy(reply -> assertThat(reply.content().text()).isEqualTo("to " + reply.address()));
  }

  @Test
  @DisplayName("only a message that can be claimed at once rings its runner")
  void ringsTheRunner() {
    accept("lobby", "m1");
    awaitRing("work agent");
    claimOne();
    rings.forget();
    accept("lobby", "m2");
    assertThat(rings.heard()).isEmpty();
  }
}
