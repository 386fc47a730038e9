package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** S22: what becomes of replies that nobody fetches. */
public abstract class HoldBackContract extends StoreContract {

  private static final long HOUR = 3_600_000;
  private static final int CAP = 3;

  private int messages;

  protected HoldBackContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  /** A reply of one part. */
  private void reply(String chat, String text) {
    finish(running(chat, "m" + messages++).attempt(), text);
  }

  /** As the gateway does: a day is too old, and more than three an hour old too many. */
  private int holdBack() {
    return done(
        store.holdBack(now - 24 * HOUR, CAP, now - HOUR, held -> held + " are held back", now));
  }

  private Map<DeliveryState, Long> counts() {
    return done(store.counts()).deliveries();
  }

  private void ask(String chat) {
    command(chat, "r" + messages++, new Change.Deliver());
  }

  @Test
  @DisplayName("S22: replies that are too old are held, across a crash, and their chat asked once")
  void holdsWhatIsOld() {
    reply("lobby", "old");
    reply("den", "old too");
    now += 25 * HOUR;
    reply("lobby", "fresh");
    rings.forget();

    assertThat(holdBack()).isEqualTo(2);
    awaitRing("due web/lobby");
    crash();
    assertThat(holdBack()).isZero();

    assertThat(said()).containsExactlyInAnyOrder("fresh", "1 are held back", "1 are held back");
    assertThat(notices()).containsExactly(NoticeKind.HELD, NoticeKind.HELD);
    assertThat(counts()).isEqualTo(Map.of(DeliveryState.PENDING, 3L, DeliveryState.HELD, 2L));
  }

  @Test
  @DisplayName(
      "S22: more than the cap that waited are held all at once; as many as the cap are not")
  void holdsWhatIsTooMuch() {
    for (int i = 1; i <= CAP; i++) {
      reply("lobby", "a" + i);
    }
    now += 2 * HOUR;
    reply("lobby", "fresh");
    assertThat(holdBack()).isZero();

    now -= 2 * HOUR;
    reply("lobby", "one too many");
    now += 2 * HOUR;
    assertThat(holdBack()).isEqualTo(CAP + 1);
    assertThat(said()).containsExactly("fresh", "4 are held back");
  }

  @Test
  @DisplayName("S22: 110 replies after a long outage make one question, not 110 messages")
  void asksOnce() {
    for (int i = 0; i < 110; i++) {
      reply("lobby", "a" + i);
      now += 60_000;
    }
    now += 2 * HOUR;
    assertThat(holdBack()).isEqualTo(110);
    assertThat(said()).containsExactly("110 are held back");

    ask("lobby");
    assertThat(said()).hasSize(110).startsWith("a0", "a1", "a2").endsWith("a109");
    assertThat(due()).extracting(Delivery::seq).isSorted();
  }

  @Test
  @DisplayName("a question that nobody has heard is kept up to date; one that was is not repeated")
  void keepsTheQuestion() {
    reply("lobby", "a1");
    now += 13 * HOUR;
    reply("lobby", "a2");
    now += 12 * HOUR;
    holdBack();
    String question = due().get(1).id();
    now += 13 * HOUR;
    holdBack();
    assertThat(said()).containsExactly("2 are held back");
    assertThat(due()).extracting(Delivery::id).containsExactly(question);

    done(store.delivered("web", List.of(question), now));
    reply("lobby", "a3");
    now += 25 * HOUR;
    assertThat(holdBack()).isEqualTo(1);
    assertThat(due()).isEmpty();
  }

  @Test
  @DisplayName("what was held goes out at the end of the order, and is not held again at once")
  void releases() {
    reply("lobby", "a1");
    reply("den", "b1");
    now += 25 * HOUR;
    holdBack();
    reply("lobby", "a2");
    long seen = due().stream().mapToLong(Delivery::seq).max().orElseThrow();
    rings.forget();

    ask("lobby");

    awaitRing("due web/lobby");
    assertThat(done(store.due("web", Audience.everyone(), seen, 9)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a1");
    assertThat(said()).containsExactly("1 are held back", "a2", "a1");
    assertThat(counts().get(DeliveryState.HELD)).isEqualTo(1);
    assertThat(holdBack()).isZero();
    assertThat(timeline("m0"))
        .filteredOn(line -> line.startsWith("held") || line.startsWith("due"))
        .hasSize(2);
  }

  @Test
  @DisplayName("after its replies were released a chat is asked again when others grow old")
  void asksAnew() {
    reply("lobby", "a1");
    now += 25 * HOUR;
    holdBack();
    ask("lobby");
    now += 25 * HOUR;
    assertThat(holdBack()).isEqualTo(1);
    assertThat(said()).containsExactly("1 are held back");
  }

  @Test
  @DisplayName("a command sees how many are held in its chat, in all its threads")
  void countsForCommands() {
    reply("lobby", "a1");
    accept(message(new Address("web", "lobby", "topic"), "t1", "x"), ROUTE);
    finish(claimOne().attempt(), "in a thread");
    reply("den", "b1");
    now += 25 * HOUR;
    holdBack();
    AtomicInteger held = new AtomicInteger();
    done(
        store.command(
            message("lobby", "c1"),
            facts -> {
              held.set(facts.held());
              return List.of(new Change.Deliver());
            },
            now));

    assertThat(held).hasValue(2);
    assertThat(counts().get(DeliveryState.HELD)).isEqualTo(1);
  }

  @Test
  @DisplayName("S35: who has a session alone is asked in the thread, together with who has one too")
  void asksWherePeopleAre() {
    Address topic = new Address("web", "lobby", "topic");
    for (String person : List.of("ann", "bob")) {
      accept(message(topic.of(person), person, "x"), ROUTE);
      finish(claimOne().attempt(), "done");
    }
    now += 25 * HOUR;
    assertThat(holdBack()).isEqualTo(2);

    assertThat(due()).extracting(Delivery::address).containsExactly(topic);
  }

  @Test
  @DisplayName("S17 S22: a reply of several parts is held as a whole, and not once it has begun")
  void holdsWholeReplies() {
    List<Outgoing> parts =
        List.of(
            new Outgoing.Reply(1, 2, "first", List.of()),
            new Outgoing.Reply(2, 2, "second", List.of()));
    Claimed begun = running("lobby", "m1");
    done(store.finish(begun.attempt(), Outcome.done("both"), parts, now));
    done(store.delivered("web", List.of(begun.attempt().turn() + ".1"), now));
    Claimed whole = running("den", "m2");
    done(store.finish(whole.attempt(), Outcome.done("both"), parts, now));
    now += 25 * HOUR;

    assertThat(holdBack()).isEqualTo(2);
    assertThat(said()).containsExactly("second", "2 are held back");
    assertThat(due().get(0).turn()).isEqualTo(begun.attempt().turn());
  }

  @Test
  @DisplayName("notices that mattered only at their time are dropped, and nobody asked about them")
  void dropsPassingNotices() {
    running("lobby", "m1");
    Stop stop = new Stop("s1", NODE, Scope.everything(), Reason.RESTART);
    done(store.mark(stop, now));
    done(store.tell(stop, "back soon", 9, now));
    now += 25 * HOUR;

    assertThat(holdBack()).isZero();
    assertThat(due()).isEmpty();
    assertThat(counts()).isEmpty();
  }

  @Test
  @DisplayName("an ack that comes late makes a held reply SENT, and the question is dropped")
  void acceptsLateAcks() {
    reply("lobby", "a1");
    String id = due().get(0).id();
    now += 25 * HOUR;
    holdBack();
    done(store.delivered("web", List.of(id), now));

    assertThat(due()).isEmpty();
    assertThat(counts()).isEmpty();
    assertThat(timeline("m0")).endsWith("delivered 0 " + id);
  }

  @Test
  @DisplayName("an operator's retry or drop of the last that is held drops the question")
  void operatorDecides() {
    reply("lobby", "a1");
    reply("lobby", "a2");
    List<String> ids = due().stream().map(Delivery::id).toList();
    now += 25 * HOUR;
    holdBack();
    assertThat(done(store.retry(ids.get(0), now))).isTrue();
    assertThat(said()).containsExactly("2 are held back", "a1");
    assertThat(done(store.drop(ids.get(1), now))).isTrue();
    assertThat(said()).containsExactly("a1");
  }
}
