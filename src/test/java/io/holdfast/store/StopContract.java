package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Counts;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the links of the stop chain promise that are commits. */
public abstract class StopContract extends StoreContract {

  private static final Route OTHER = new Route("other", DoubleText.ENQUEUE, 10);

  protected StopContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private long markers() {
    return done(store.counts()).markers();
  }

  @Test
  @DisplayName("S02 S15: every claimed turn is running, and is marked, whether it began or not")
  void marksWhatIsRunning() {
    for (int i = 0; i < 5; i++) {
      accept("chat-" + i, "m" + i);
    }
    List<Claimed> claimed = claim(3);
    assertThat(done(store.running(NODE, Scope.everything())))
        .containsExactlyElementsOf(
            claimed.stream()
                .map(turn -> new RunningTurn(turn.attempt(), turn.address(), false, false, 0))
                .toList());

    assertThat(done(store.mark(stop("s1"), now))).isEqualTo(3);
    assertThat(markers()).isEqualTo(3);
    assertThat(timeline("m0")).contains("marked 1 shutdown");
  }

  @Test
  @DisplayName("a marker that is there stays, whichever stop comes later")
  void keepsMarkers() {
    Claimed claimed = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    assertThat(done(store.mark(stop("s1"), now))).isZero();
    Stop later = new Stop("s2", NODE, Scope.everything(), Reason.RESTART);
    assertThat(done(store.mark(later, now))).isZero();

    done(store.release(claimed.attempt(), now));
    assertThat(claimOne().resumption()).contains(Reason.SHUTDOWN);
  }

  @Test
  @DisplayName("a stop marks the turns in its scope and no others")
  void marksItsScope() {
    running("lobby", "m1");
    accept(message("den", "m2"), OTHER);
    done(store.claim(new ClaimRequest("other", NODE, 1, 1, ALL_AT_ONCE, SILENT), now));

    Stop elsewhere = new Stop("s1", "node-2", Scope.everything(), Reason.SHUTDOWN);
    assertThat(done(store.mark(elsewhere, now))).isZero();
    Stop redeploy = new Stop("s2", NODE, Scope.runner("other"), Reason.REDEPLOY);
    assertThat(done(store.mark(redeploy, now))).isEqualTo(1);
    assertThat(done(store.running(NODE, Scope.runner("other")))).hasSize(1);
    assertThat(done(store.running(NODE, Scope.everything()))).hasSize(2);
    assertThat(done(store.mark(stop("s3"), now))).isEqualTo(1);
  }

  @Test
  @DisplayName("a suspended session's turn gets no marker")
  void suspensionWins() {
    running("lobby", "m1");
    command("lobby", "c1", new Change.Suspend());
    assertThat(done(store.mark(stop("s1"), now))).isZero();
  }

  @Test
  @DisplayName("S03: a turn that ends in the drain takes its marker along, and is never resumed")
  void finishRemovesTheMarker() {
    Claimed claimed = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    finish(claimed.attempt(), "in time");
    assertThat(markers()).isZero();
    assertThat(done(store.clear(stop("s1"), now))).isZero();

    crash();
    assertThat(done(store.recover("node-2", orphan -> new Verdict.Resume(), now)).resumed())
        .isEmpty();
  }

  @Test
  @DisplayName("a marker has done its work once its turn is claimed again")
  void claimConsumesTheMarker() {
    Claimed first = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    done(store.release(first.attempt(), now));
    assertThat(markers()).isEqualTo(1);
    claimOne();
    assertThat(markers()).isZero();
    assertThat(done(store.mark(stop("s2"), now))).isEqualTo(1);
  }

  @Test
  @DisplayName("a turn that waits to be resumed and is cancelled takes its marker along")
  void cancelRemovesTheMarker() {
    Claimed claimed = running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    done(store.release(claimed.attempt(), now));
    command("lobby", "c1", new Change.Cancel(claimed.attempt().turn()));
    assertThat(markers()).isZero();
    assertThat(claim(9)).isEmpty();
  }

  @Test
  @DisplayName("a stop leaves the markers of turns that go on")
  void clearsOnlyWhatEnded() {
    running("lobby", "m1");
    done(store.mark(stop("s1"), now));
    assertThat(done(store.clear(stop("s1"), now))).isZero();
    assertThat(markers()).isEqualTo(1);
  }

  @Test
  @DisplayName("S35: a chat is told once a stop, however many turns and however often")
  void tellsOnce() {
    for (String thread : List.of("", "one", "two")) {
      accept(message(new Address("web", "lobby", thread), "m" + thread, "x"), ROUTE);
    }
    accept(message(new Address("web", "den", "deep"), "m4", "x"), ROUTE);
    accept("attic", "m5");
    claim(4);
    done(store.mark(stop("s1"), now));

    assertThat(done(store.tell(stop("s1"), "back soon", 10, now))).isEqualTo(2);
    crash();
    assertThat(done(store.tell(stop("s1"), "back soon", 10, now))).isZero();
    assertThat(due())
        .extracting(Delivery::address)
        .containsExactlyInAnyOrder(chat("lobby"), new Address("web", "den", "deep"));
    assertThat(said()).containsOnly("back soon");
  }

  @Test
  @DisplayName("S35: people with sessions of their own are told in the thread where they are")
  void tellsWherePeopleAre() {
    Address topic = new Address("web", "lobby", "99");
    accept(message(topic.of("ann"), "m1", "x"), ROUTE);
    accept(message(topic.of("bob"), "m2", "x"), ROUTE);
    claim(2);
    done(store.mark(stop("s1"), now));

    assertThat(done(store.tell(stop("s1"), "back soon", 10, now))).isEqualTo(1);
    assertThat(due()).extracting(Delivery::address).containsExactly(topic.of("ann"));
  }

  @Test
  @DisplayName("S35: people in several threads are told in the chat, whatever the threads' names")
  void tellsTheChat() {
    accept(message(new Address("web", "lobby", "team@ann"), "m1", "x"), ROUTE);
    accept(message(new Address("web", "lobby", "team@bob"), "m2", "x"), ROUTE);
    claim(2);
    done(store.mark(stop("s1"), now));

    assertThat(done(store.tell(stop("s1"), "back soon", 10, now))).isEqualTo(1);
    assertThat(due()).extracting(Delivery::address).containsExactly(chat("lobby"));
  }

  @Test
  @DisplayName("S35: a chat that had its budget of restart notices in an hour gets no more")
  void keepsTheBudget() {
    running("lobby", "m1");
    for (int i = 1; i <= 4; i++) {
      Stop stop = stop("s" + i);
      done(store.mark(stop, now));
      int told = done(store.tell(stop, "restart " + i, 2, now));
      assertThat(told).isEqualTo(i <= 2 ? 1 : 0);
      done(store.delivered("web", due().stream().map(Delivery::id).toList(), now));
      lookedAfter(orphan -> new Verdict.Resume());
      claimOne();
      now += 60_000;
    }
    now += 3_600_000;
    done(store.mark(stop("s9"), now));
    assertThat(done(store.tell(stop("s9"), "much later", 2, now))).isEqualTo(1);
  }

  @Test
  @DisplayName("what a stop did survives its process: the turn is resumed with the stop's reason")
  void survivesACrash() {
    Claimed claimed = running("lobby", "m1");
    accept("lobby", "m2");
    done(store.draining(stop("s1"), now));
    done(store.mark(stop("s1"), now));
    crash();

    assertThat(done(store.recover("node-2", orphan -> new Verdict.Resume(), now)).resumed())
        .isEqualTo(Map.of(Reason.SHUTDOWN, 1));
    done(store.join("node-2", now));
    List<Claimed> again =
        done(store.claim(new ClaimRequest("agent", "node-2", 9, 9, ALL_AT_ONCE, SILENT), now));
    assertThat(again).hasSize(1);
    assertThat(again.get(0).attempt().turn()).isEqualTo(claimed.attempt().turn());
    assertThat(again.get(0).resumption()).contains(Reason.SHUTDOWN);
  }

  @Test
  @DisplayName("the counts say what stands where")
  void counts() {
    running("lobby", "m1");
    accept("lobby", "m2");
    accept(message("den", "m3"), OTHER);
    finish(running("attic", "m4").attempt(), "a4");
    done(store.mark(stop("s1"), now));

    Counts counts = done(store.counts());
    assertThat(counts.turns()).isEqualTo(Map.of(TurnState.RUNNING, 1L, TurnState.QUEUED, 2L));
    assertThat(counts.queued()).isEqualTo(Map.of("agent", 1L, "other", 1L));
    assertThat(counts.waiting()).isEqualTo(Map.of("agent", 1L, "other", 1L));
    assertThat(counts.unserved(Set.of("agent"))).isEqualTo(Map.of("other", 1L));
    assertThat(counts.deliveries().values()).containsExactly(1L);
    assertThat(counts.markers()).isEqualTo(1);
  }

  @Test
  @DisplayName("whatever was begun and does not run waits for its runner, too")
  void countsWhatWaits() {
    done(store.release(running("lobby", "m1").attempt(), now));
    accept("lobby", "m2");

    Counts counts = done(store.counts());
    assertThat(counts.queued()).isEqualTo(Map.of("agent", 1L));
    assertThat(counts.waiting()).isEqualTo(Map.of("agent", 2L));
  }
}
