package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.HistoryItem.From;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Live;
import io.holdfast.model.Made;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the outbox and the questions that change nothing promise. */
public abstract class LookingContract extends StoreContract {

  protected LookingContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private List<String> history(String before, int limit) {
    return done(store.history(chat("lobby"), before, limit)).stream()
        .map(HistoryItem::text)
        .toList();
  }

  @Test
  @DisplayName(
      "gives so many replies at once that their files are enough, and the others after them")
  void enough() {
    Attachment file = new Attachment("a.bin", "application/x", "A".repeat(Made.ENOUGH / 8 * 5));
    for (String id : List.of("m1", "m2", "m3")) {
      AttemptId attempt = running("lobby", id).attempt();
      Outgoing says = new Outgoing.Reply(1, 1, id, List.of(file));
      done(store.finish(attempt, Outcome.done(id), List.of(says), now));
    }
    List<Delivery> due = due();
    assertThat(due).extracting(delivery -> delivery.content().text()).containsExactly("m1", "m2");
    assertThat(due).allMatch(delivery -> delivery.weight() == file.data().length());
    long last = due.get(1).seq();
    assertThat(done(store.due("web", Audience.everyone(), last, 9)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("m3");
    Made made = done(store.made("web", Audience.everyone(), 0, Long.MAX_VALUE, 9));
    assertThat(made.deliveries()).isEqualTo(due);
    assertThat(made.isFull(9)).isTrue();
    assertThat(done(store.glance("web", Audience.everyone(), 0, Long.MAX_VALUE, 9)).deliveries())
        .hasSize(3);
  }

  @Test
  @DisplayName("S20: what was delivered is final and never due again, across a crash")
  void deliveredIsFinal() {
    for (int i = 1; i <= 3; i++) {
      finish(running("lobby", "m" + i).attempt(), "a" + i);
    }
    List<String> ids = due().stream().map(Delivery::id).toList();
    done(store.delivered("web", List.of(ids.get(1), "unknown"), now));
    done(store.delivered("web", List.of(ids.get(1)), now));
    done(store.delivered("mail", List.of(ids.get(0)), now));
    crash();

    assertThat(said()).containsExactly("a1", "a3");
    assertThat(timeline("m2")).last().isEqualTo("delivered 0 " + ids.get(1));
  }

  @Test
  @DisplayName("deliveries are due in order, for an audience, after a place, up to a limit")
  void listsWhatIsDue() {
    for (int i = 1; i <= 6; i++) {
      String chat = List.of("one", "two", "three").get(i % 3);
      finish(running(chat, "m" + i).attempt(), "a" + i);
    }
    List<Delivery> all = due();
    assertThat(all).extracting(Delivery::seq).isSorted();
    assertThat(said()).containsExactly("a1", "a2", "a3", "a4", "a5", "a6");

    Audience two = Audience.of(Set.of("two", "three", "nowhere"));
    assertThat(done(store.due("web", two, 0, 3)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a1", "a2", "a4");
    assertThat(done(store.due("web", two, all.get(1).seq(), 9)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a4", "a5");
    assertThat(done(store.due("web", Audience.everyone(), all.get(3).seq(), 1)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a5");
    assertThat(done(store.due("mail", Audience.everyone(), 0, 9))).isEmpty();
    assertThat(done(store.due("web", Audience.of(Set.of()), 0, 9))).isEmpty();
  }

  @Test
  @DisplayName("what others have settled is told beside what is due, from a place of its own on")
  void listsWhatWasMade() {
    for (int i = 1; i <= 6; i++) {
      String chat = List.of("one", "two", "three").get(i % 3);
      finish(running(chat, "m" + i).attempt(), "a" + i);
    }
    List<Delivery> all = due();
    long newest = all.get(5).seq();
    done(store.delivered("web", List.of(all.get(1).id(), all.get(4).id()), now));

    Audience everyone = Audience.everyone();
    assertThat(texts(done(store.made("web", everyone, 0, 0, 9))))
        .containsExactly("a1", "a2", "a3", "a4", "a5", "a6");
    assertThat(texts(done(store.made("web", everyone, 0, all.get(1).seq(), 3))))
        .containsExactly("a1", "a3", "a4");
    assertThat(texts(done(store.made("web", everyone, newest, all.get(1).seq(), 9))))
        .containsExactly("a5");
    Audience two = Audience.of(Set.of("two", "three", "nowhere"));
    assertThat(texts(done(store.made("web", two, all.get(0).seq(), 0, 9))))
        .containsExactly("a2", "a4", "a5");
    Made none = done(store.made("mail", everyone, 0, 0, 9));
    assertThat(none.deliveries()).isEmpty();
    assertThat(none.newest()).isEqualTo(newest);
  }

  private static List<String> texts(Made made) {
    return made.deliveries().stream().map(delivery -> delivery.content().text()).toList();
  }

  @Test
  @DisplayName("a reply goes to the thread that it was asked in")
  void repliesInTheThread() {
    Address thread = new Address("web", "lobby", "topic");
    accept(message(thread, "m1", "x"), ROUTE);
    finish(claimOne().attempt(), "a1");

    assertThat(done(store.due("web", Audience.of(Set.of("lobby")), 0, 9)))
        .extracting(Delivery::address)
        .containsExactly(thread);
    assertThat(done(store.history(chat("lobby"), "", 9))).isEmpty();
    assertThat(done(store.history(thread, "", 9))).hasSize(2);
  }

  @Test
  @DisplayName("the history is what was said at an address, merged by time")
  void mergesHistory() {
    Claimed claimed = running("lobby", "m1");
    now += 10;
    accept("lobby", "m2");
    now += 10;
    finish(claimed.attempt(), "a1");
    now += 10;
    command("lobby", "c1", new Change.Answer("pong"));
    accept("den", "m3");

    List<HistoryItem> items = done(store.history(chat("lobby"), "", 10));
    assertThat(items)
        .extracting(HistoryItem::text)
        .containsExactly("text of m1", "text of m2", "a1", "text of c1", "pong");
    assertThat(items)
        .extracting(HistoryItem::from)
        .containsExactly(From.USER, From.USER, From.AGENT, From.USER, From.GATEWAY);
    String turn = claimed.attempt().turn();
    assertThat(items.get(0))
        .isEqualTo(new HistoryItem(now - 30, From.USER, "m1", "text of m1", turn, ""));
    assertThat(items.get(2))
        .isEqualTo(new HistoryItem(now - 10, From.AGENT, turn + ".1", "a1", turn, ""));
  }

  @Test
  @DisplayName("the history pages backwards by an item or by a time, losing and repeating nothing")
  void pagesHistory() {
    for (int i = 1; i <= 4; i++) {
      finish(running("lobby", "m" + i).attempt(), "a" + i);
      now += i == 2 ? 0 : 1_000;
    }
    assertThat(history("", 3)).containsExactly("a3", "text of m4", "a4");
    List<HistoryItem> all = done(store.history(chat("lobby"), "", 99));
    for (int i = 0; i < all.size(); i++) {
      assertThat(done(store.history(chat("lobby"), all.get(i).id(), 99)))
          .isEqualTo(all.subList(0, i));
    }
    String time = Instant.ofEpochMilli(all.get(all.size() - 1).at()).toString();
    assertThat(history(time, 99)).hasSize(6);
    assertThatThrownBy(() -> history("neither id nor time", 99))
        .hasMessageContaining("neither an item nor a time");
    assertThat(done(store.history(chat("den"), "", 99))).isEmpty();
  }

  @Test
  @DisplayName("a newcomer sees open turns as they stand: queued, resumed and why, their steps")
  void showsOpenTurns() {
    finish(running("den", "m3").attempt(), "a3");
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "one");
    done(store.release(first.attempt(), now));
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    Accepted second = accept("lobby", "m2");

    List<Live.TurnChanged> open = done(store.open("web", Audience.everyone()));
    assertThat(open)
        .containsExactly(
            new Live.TurnChanged(
                chat("lobby"),
                new AttemptId(first.attempt().turn(), 1),
                "interrupted",
                "",
                1,
                List.of("m1")),
            new Live.TurnChanged(
                chat("lobby"), new AttemptId(second.turn(), 0), "queued", "", 0, List.of("m2")));
    assertThat(done(store.open("web", Audience.of(Set.of("lobby"))))).isEqualTo(open);
    assertThat(done(store.open("web", Audience.of(Set.of("den"))))).isEmpty();
    assertThat(done(store.open("mail", Audience.everyone()))).isEmpty();
  }

  @Test
  @DisplayName("a newcomer sees that a running turn was resumed, and why")
  void showsResumedTurns() {
    running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    lookedAfter(orphan -> new Verdict.Resume());
    claimOne();

    Live.TurnChanged turn = done(store.open("web", Audience.everyone())).get(0);
    assertThat(turn.state()).isEqualTo("resumed");
    assertThat(turn.reason()).isEqualTo("shutdown");
    assertThat(turn.attempt().number()).isEqualTo(2);
  }

  @Test
  @DisplayName("the timeline says what happened to a message, and nothing of an unknown one")
  void tellsTheTimeline() {
    finish(running("lobby", "m1").attempt(), "a1");
    fail(running("lobby", "m2").attempt());
    command("lobby", "c1", new Change.Answer("pong"));

    assertThat(timeline("m1")).containsExactly("accepted 0 queued", "claimed 1", "finished 1 done");
    assertThat(timeline("m2"))
        .containsExactly("accepted 0 queued", "claimed 1", "finished 1 failed broken");
    assertThat(timeline("c1")).containsExactly("accepted 0 command");
    assertThat(timeline("m3")).isEmpty();
  }

  @Test
  @DisplayName("what is committed is seen by every question asked after it")
  void readsItsWrites() {
    for (int i = 0; i < 200; i++) {
      accept("chat-" + i, "m" + i);
      assertThat(done(store.timeline("web", "m" + i))).hasSize(1);
    }
  }

  @Test
  @DisplayName("a closed store has done what was asked before and refuses what comes after")
  void closes() {
    var before = store.accept(message("lobby", "m1"), ROUTE, HELD, now);
    var closing = store.close();
    done(before);
    done(closing);
    assertThat(failure(store.accept(message("lobby", "m2"), ROUTE, HELD, now)))
        .isInstanceOf(HoldfastException.NotReady.class);
    assertThat(failure(store.counts())).isInstanceOf(HoldfastException.NotReady.class);
    done(store.close());
  }
}
