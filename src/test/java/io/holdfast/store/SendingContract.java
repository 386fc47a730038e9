package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.Head;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Settlement;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is committed before and after each attempt to send. */
public abstract class SendingContract extends StoreContract {

  private static final long DAY = 86_400_000;
  private int messages;

  protected SendingContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private String reply(String chat, String text) {
    var attempt = running(chat, "m" + messages++).attempt();
    finish(attempt, text);
    return attempt.turn() + ".1";
  }

  private List<Head> heads() {
    return done(store.heads("web", 10));
  }

  private Head head() {
    assertThat(heads()).hasSize(1);
    return heads().get(0);
  }

  private List<String> texts() {
    return heads().stream().map(head -> head.delivery().content().text()).toList();
  }

  private boolean attempting(String id, int from, int upto) {
    return done(store.attempting("web", id, from, upto, now));
  }

  private boolean settle(String id, int from, Settlement as) {
    return done(store.settle("web", id, from, as, now));
  }

  private DeliveryView view(String id) {
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    return done(store.deliveries(any, new Piece("", 100))).items().stream()
        .filter(delivery -> delivery.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("which files go out next is told without what they contain, each is given by itself")
  void files() {
    Attachment one = new Attachment("one.txt", "text/plain", "b25l");
    Attachment two = new Attachment("two.txt", "text/plain", "dHdvIQ==");
    AttemptId attempt = running("lobby", "m1").attempt();
    Outgoing says = new Outgoing.Reply(1, 1, "look", List.of(one, two));
    done(store.finish(attempt, Outcome.done("look"), List.of(says), now));

    assertThat(head().files())
        .containsExactly(
            new Attached("one.txt", "text/plain", 3), new Attached("two.txt", "text/plain", 4));
    assertThat(head().delivery().content()).isEqualTo(new Outgoing.Reply(1, 1, "look", List.of()));
    assertThat(done(store.file(chat("lobby"), head().delivery().id(), 1))).contains(two);
  }

  @Test
  @DisplayName("of each chat the first is given, and the next when that one is sent")
  void inOrder() {
    String first = reply("a", "a1");
    reply("a", "a2");
    reply("b", "b1");
    assertThat(texts()).containsExactly("a1", "b1");

    assertThat(attempting(first, 0, 2)).isTrue();
    assertThat(texts()).containsExactly("a1", "b1");
    assertThat(settle(first, 0, new Settlement.Sent("17", true))).isTrue();
    assertThat(texts()).containsExactly("a2", "b1");
    assertThat(view(first).state()).isEqualTo(DeliveryState.SENT);
    assertThat(view(first).finalAt()).isEqualTo(now);
    assertThat(done(store.heads("other", 10))).isEmpty();
  }

  @Test
  @DisplayName("an attempt is seen after a crash, and so is what is known of it")
  void attemptSurvives() {
    String id = reply("a", "hello");
    assertThat(attempting(id, 0, 3)).isTrue();
    long first = now;
    crash();
    assertThat(head().state()).isEqualTo(DeliveryState.ATTEMPTING);
    assertThat(due()).isEmpty();

    now += 1_000;
    assertThat(settle(id, 0, new Settlement.Unknown(now + 5, "its process died"))).isTrue();
    assertThat(head())
        .isEqualTo(
            new Head(
                head().delivery(),
                List.of(),
                DeliveryState.UNKNOWN,
                0,
                3,
                first,
                1,
                now + 5,
                Optional.empty()));
    assertThat(view(id).because()).isEqualTo("its process died");
    assertThat(done(store.counts()).deliveries()).isEqualTo(Map.of(DeliveryState.UNKNOWN, 1L));

    assertThat(attempting(id, 0, 3)).isTrue();
    assertThat(head().triedAt()).isEqualTo(first);
    assertThat(settle(id, 0, new Settlement.Later(now + 9, "told to wait"))).isTrue();
    assertThat(head().state())
        .as("an earlier attempt may be there")
        .isEqualTo(DeliveryState.UNKNOWN);
    assertThat(timeline("m0")).contains("unknown 0 " + id);
  }

  @Test
  @DisplayName("what was not sent is as it was before, and waits; others do not")
  void later() {
    String id = reply("a", "a1");
    reply("b", "b1");
    attempting(id, 0, 2);
    settle(id, 0, new Settlement.Later(now + 1_234, "not reached"));
    assertThat(texts()).containsExactly("b1", "a1");
    Head waits = heads().get(1);
    assertThat(waits.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(waits.later()).isEqualTo(now + 1_234);

    now += 2_000;
    attempting(id, 0, 2);
    assertThat(heads().get(1).triedAt()).isEqualTo(now);
  }

  @Test
  @DisplayName("S17: each piece has a receipt, and none that has one is tried again")
  void pieces() {
    String id = reply("a", "onetwo");
    assertThat(attempting(id, 0, 3)).isTrue();
    assertThat(attempting(id, 0, 3)).as("twice at once").isFalse();
    assertThat(settle(id, 0, new Settlement.Sent("17", false))).isTrue();
    assertThat(settle(id, 0, new Settlement.Dead("late"))).isFalse();
    assertThat(head())
        .isEqualTo(
            new Head(
                head().delivery(),
                List.of(),
                DeliveryState.PENDING,
                3,
                3,
                0,
                0,
                0,
                Optional.empty()));

    assertThat(attempting(id, 0, 3)).isFalse();
    assertThat(attempting(id, 3, 6)).isTrue();
    assertThat(settle(id, 0, new Settlement.Sent("17", false))).isFalse();
    assertThat(settle(id, 3, new Settlement.Dead("refused"))).isTrue();
    assertThat(heads()).isEmpty();
    assertThat(view(id).because()).isEqualTo("refused");

    assertThat(done(store.retry(id, now))).isTrue();
    assertThat(head().from()).isEqualTo(3);
    assertThat(view(id).because()).isEmpty();
  }

  @Test
  @DisplayName("S22: what has begun to go out is not held back; what waits to begin is")
  void holdsBack() {
    String begun = reply("a", "onetwo");
    reply("b", "old");
    attempting(begun, 0, 3);
    settle(begun, 0, new Settlement.Sent("17", false));
    now += 2 * DAY;
    assertThat(done(store.holdBack(now - DAY, 9, now - DAY, held -> held + " wait", now)))
        .isEqualTo(1);
    assertThat(texts()).containsExactlyInAnyOrder("onetwo", "1 wait");
    command("b", "r", new Change.Deliver());
    assertThat(texts()).contains("old");
  }

  @Test
  @DisplayName("an operator gives up what is unknown, but nothing that is being written")
  void drop() {
    String id = reply("a", "a1");
    attempting(id, 0, 2);
    assertThat(done(store.drop(id, now))).isFalse();
    settle(id, 0, new Settlement.Unknown(now, "reset"));
    assertThat(done(store.drop(id, now))).isTrue();
    assertThat(settle(id, 0, new Settlement.Sent("17", true))).isFalse();
    assertThat(view(id).state()).isEqualTo(DeliveryState.DEAD);
  }
}
