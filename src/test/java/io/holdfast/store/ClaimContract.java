package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Scope;
import io.holdfast.model.Stop;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Store#claim} and {@link Store#reroute} promise. */
public abstract class ClaimContract extends StoreContract {

  private static final ClaimRequest.Suspects SUSPECTS = new ClaimRequest.Suspects(2, 30_000);

  protected ClaimContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private List<String> order(int claims) {
    List<String> order = new ArrayList<>();
    for (int i = 0; i < claims; i++) {
      Claimed claimed = claimOne();
      order.addAll(claimed.inReplyTo());
      finish(claimed.attempt(), "done");
    }
    return order;
  }

  @Test
  @DisplayName("users take turns: who sends many waits behind who sends one")
  void isFair() {
    for (int i = 1; i <= 4; i++) {
      acceptFrom("ann", "ann-" + i, "a" + i);
    }
    acceptFrom("u-2", "u-2-1", "b1");
    acceptFrom("u-2", "u-2-2", "b2");
    acceptFrom("cyd", "cyd-1", "c1");

    assertThat(order(7)).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
  }

  @Test
  @DisplayName("a user who comes late goes after the turn that is due now, not after the backlog")
  void letsLateUsersIn() {
    for (int i = 1; i <= 6; i++) {
      acceptFrom("ann", "ann-" + i, "a" + i);
    }
    assertThat(order(3)).containsExactly("a1", "a2", "a3");
    acceptFrom("u-2", "u-2-1", "b1");
    crash();

    assertThat(order(4)).containsExactly("b1", "a4", "a5", "a6");
  }

  @Test
  @DisplayName("a user who sends again as soon as he is served does not starve a backlog")
  void doesNotStarveABacklog() {
    for (int i = 1; i <= 4; i++) {
      acceptFrom("ann", "ann-" + i, "a" + i);
    }
    assertThat(order(1)).containsExactly("a1");
    List<String> order = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      acceptFrom("u-2", "u-2-" + i, "b" + i);
      order.addAll(order(1));
    }

    assertThat(order).contains("a2", "a3", "a4");
  }

  @Test
  @DisplayName(
      "a user who comes late makes up for nothing: the backlog keeps taking turns with him")
  void givesLateUsersNoCredit() {
    for (int i = 1; i <= 6; i++) {
      acceptFrom("ann", "ann-" + i, "a" + i);
    }
    assertThat(order(4)).containsExactly("a1", "a2", "a3", "a4");
    for (int i = 1; i <= 4; i++) {
      acceptFrom("u-2", "u-2-" + i, "b" + i);
    }

    assertThat(order(6)).containsExactly("b1", "a5", "b2", "a6", "b3", "b4");
  }

  @Test
  @DisplayName("a turn that had to wait for its session while the clock went on goes first then")
  void goesFirstAfterItsWait() {
    Claimed first = running("lobby", "m1");
    accept("lobby", "m2");
    for (int i = 0; i < 5; i++) {
      acceptFrom("bob", "den-" + i, "b" + i);
    }
    assertThat(ids(claim(3))).containsExactly(List.of("b0"), List.of("b1"), List.of("b2"));

    finish(first.attempt(), "done");
    assertThat(ids(claim(2))).containsExactly(List.of("m2"), List.of("b3"));
  }

  @Test
  @DisplayName("the same user id in two connectors is two users")
  void tellsUsersApartByConnector() {
    acceptFrom("ann", "one", "m1");
    acceptFrom("ann", "two", "m2");
    accept(message(new Address("mail", "x", ""), "m3", "x"), ROUTE);

    assertThat(order(3)).containsExactly("m1", "m3", "m2");
  }

  @Test
  @DisplayName("a claim takes at most what it asks for, of its own runner")
  void isBounded() {
    for (int i = 1; i <= 5; i++) {
      accept("chat-" + i, "m" + i);
    }
    accept(message("chat-6", "m6"), new Route("other", DoubleText.ENQUEUE, 10));

    assertThat(claim(0)).isEmpty();
    assertThat(claim(2)).hasSize(2);
    assertThat(claim(10)).hasSize(3);
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("S11: of many claims at once each turn goes to one, and a session has one")
  void givesEachTurnOnce() {
    for (int i = 0; i < 40; i++) {
      accept("chat-" + i % 10, "m" + i);
    }
    List<Future<List<Claimed>>> claims = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      claims.add(store.claim(claiming(3), now));
    }
    List<Claimed> claimed = claims.stream().flatMap(claim -> done(claim).stream()).toList();

    assertThat(claimed).hasSize(10);
    assertThat(claimed).extracting(Claimed::address).doesNotHaveDuplicates();
    assertThat(done(store.running(NODE, Scope.everything()))).hasSize(10);
  }

  @Test
  @DisplayName("interrupted turns come before queued ones, up to their own limit")
  void resumesFirst() {
    for (int i = 1; i <= 3; i++) {
      running("chat-" + i, "m" + i);
    }
    accept("chat-4", "m4");
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join("node-2", now));
    accept("chat-5", "m5");

    List<Claimed> claimed =
        done(store.claim(new ClaimRequest("agent", "node-2", 3, 2, ALL_AT_ONCE, SILENT), now));
    assertThat(ids(claimed)).containsExactly(List.of("m1"), List.of("m2"), List.of("m4"));
    assertThat(claimed.get(0).resumption()).contains(Reason.CRASH);
    assertThat(claimed.get(0).attempt().number()).isEqualTo(2);
  }

  /** Chats whose turns were interrupted so often in a row by crashes, and the node after that. */
  private void crashes(int times, String... chats) {
    for (String chat : chats) {
      accept(chat, chat + "-1");
    }
    for (int i = 1; i <= times; i++) {
      String node = i == 1 ? NODE : "dead-" + i;
      done(store.join(node, now));
      claim(node, ALL_AT_ONCE, 10);
      done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    }
    done(store.join("node-2", now));
  }

  private List<Claimed> claim(String node, ClaimRequest.Suspects suspects, int limit) {
    return done(store.claim(new ClaimRequest("agent", node, limit, limit, suspects, SILENT), now));
  }

  private List<String> tried() {
    return claim("node-2", SUSPECTS, 10).stream().map(turn -> turn.address().chat()).toList();
  }

  @Test
  @DisplayName(
      "S23: of those that another crash would set aside, a node has one on trial at a time")
  void triesSuspectsAlone() {
    crashes(2, "a", "b");
    accept("new", "n1");

    assertThat(tried()).containsExactly("a", "new");
    assertThat(tried()).isEmpty();
    assertThat(claim("elsewhere", SUSPECTS, 10)).as("a node that has not joined").isEmpty();
    List<Orphan> judged = new ArrayList<>();
    done(
        store.recover(
            "node-3",
            orphan -> {
              judged.add(orphan);
              return new Verdict.Resume();
            },
            now));
    assertThat(judged).extracting(Orphan::interruptions).containsExactlyInAnyOrder(3, 2, 1);
  }

  @Test
  @DisplayName(
      "a trial is over when its turn ends, has the result of a step, or has gone on a while")
  void endsTrials() {
    crashes(2, "a", "b", "c", "d");

    Claimed first = claim("node-2", SUSPECTS, 10).get(0);
    finish(first.attempt(), "done");
    Claimed second = claim("node-2", SUSPECTS, 10).get(0);
    assertThat(tried()).isEmpty();
    step(second.attempt(), "one");
    assertThat(tried()).containsExactly("c");
    now += SUSPECTS.apartMillis() - 1;
    assertThat(tried()).isEmpty();
    now += 1;
    assertThat(tried()).containsExactly("d");
  }

  @Test
  @DisplayName("a clock that is set back ends a trial, and does not prolong it")
  void trialsOutliveNoClock() {
    crashes(2, "a", "b");

    assertThat(tried()).containsExactly("a");
    now -= 86_400_000;
    assertThat(tried()).containsExactly("b");
  }

  @Test
  @DisplayName("who was interrupted less often, or by a stop the last time, is no suspect")
  void suspectsNobodyElse() {
    crashes(1, "a", "b");
    List<Claimed> both = claim("node-2", SUSPECTS, 10);
    assertThat(both).hasSize(2);
    done(store.mark(new Stop("s1", "node-2", Scope.everything(), Reason.RESTART), now));
    both.forEach(turn -> done(store.release(turn.attempt(), now)));

    assertThat(tried()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("a stop of the node, or of the runner on it, stops claims until it is over")
  void respectsStops() {
    accept("lobby", "m1");
    record Case(Stop stop, boolean blocks) {}
    List<Case> cases =
        List.of(
            new Case(new Stop("s1", NODE, Scope.everything(), Reason.SHUTDOWN), true),
            new Case(new Stop("s2", NODE, Scope.runner("agent"), Reason.REDEPLOY), true),
            new Case(new Stop("s3", NODE, Scope.runner("other"), Reason.REDEPLOY), false),
            new Case(new Stop("s4", "node-2", Scope.everything(), Reason.SHUTDOWN), false));
    for (Case one : cases) {
      done(store.draining(one.stop(), now));
      List<Claimed> claimed = claim(10);
      assertThat(claimed.isEmpty()).as(one.toString()).isEqualTo(one.blocks());
      rings.forget();
      done(store.drained(one.stop(), now));
      if (one.blocks()) {
        awaitRing("work agent");
      }
      claimed.forEach(turn -> done(store.release(turn.attempt(), now)));
    }
    assertThat(claim(10)).hasSize(1);
  }

  @Test
  @DisplayName("a node that has not joined, or has left, gets nothing")
  void needsAJoinedNode() {
    accept("lobby", "m1");
    assertThat(
            done(
                store.claim(new ClaimRequest("agent", "stranger", 1, 1, ALL_AT_ONCE, SILENT), now)))
        .isEmpty();
    done(store.leave(NODE, now));
    assertThat(claim(1)).isEmpty();
    done(store.join(NODE, now));
    assertThat(claim(1)).hasSize(1);
  }

  @Test
  @DisplayName("a chat is told of a resume once per interruption, in the words it is given")
  void mentionsAResume() {
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "a");
    done(store.mark(stop("s1"), now));
    done(store.release(first.attempt(), now));
    now += 7_000;
    ClaimRequest.ResumeNotice words =
        (reason, away, steps) -> Optional.of(reason + " " + away + " " + steps);
    ClaimRequest request = new ClaimRequest("agent", NODE, 1, 1, ALL_AT_ONCE, words);

    List<Claimed> claimed = done(store.claim(request, now));

    assertThat(claimed.get(0).resumption()).contains(Reason.SHUTDOWN);
    assertThat(claimed.get(0).steps()).isEqualTo(1);
    assertThat(notices()).containsExactly(NoticeKind.RESUMED);
    assertThat(said()).containsExactly("SHUTDOWN 7000 1");
    assertThat(done(store.claim(request, now))).isEmpty();
    assertThat(said()).hasSize(1);
  }

  @Test
  @DisplayName("a turn that goes on because its user said so is not spoken of as interrupted")
  void mentionsNoDecision() {
    Claimed first = running("lobby", "m1");
    lookedAfter(orphan -> new Verdict.Quarantine("set aside"));
    String turn = first.attempt().turn();
    command("lobby", "c1", new Change.Resume(turn), new Change.Activate());
    ClaimRequest request =
        new ClaimRequest(
            "agent", NODE, 1, 1, ALL_AT_ONCE, (reason, away, steps) -> Optional.of("no"));

    List<Claimed> claimed = done(store.claim(request, now));

    assertThat(claimed.get(0).attempt()).isEqualTo(new AttemptId(turn, 2));
    assertThat(claimed.get(0).resumption()).isEmpty();
    assertThat(notices()).containsExactly(NoticeKind.QUARANTINED);
  }

  @Test
  @DisplayName("a turn that is moved and can be claimed rings its new runner")
  void ringsTheNewRunner() {
    accept("lobby", "m1");
    assertThat(done(store.reroute(Set.of("new"), address -> Optional.of("new"), now))).isEqualTo(1);
    awaitRing("work new");
    assertThat(claim(1)).isEmpty();
    assertThat(done(store.claim(new ClaimRequest("new", NODE, 1, 1, ALL_AT_ONCE, SILENT), now)))
        .hasSize(1);
  }

  @Test
  @DisplayName("turns of a runner that is gone go to the one that is routed to, in their order")
  void reroutes() {
    Accepted running = accept("lobby", "m1");
    claimOne();
    accept("lobby", "m2");
    accept("den", "m3");
    accept(message("attic", "m4"), new Route("kept", DoubleText.ENQUEUE, 10));

    int moved =
        done(
            store.reroute(
                Set.of("kept", "new"),
                address -> address.chat().equals("den") ? Optional.empty() : Optional.of("new"),
                now));

    assertThat(moved).isEqualTo(1);
    assertThat(done(store.counts()).queued()).isEqualTo(Map.of("new", 1L, "agent", 1L, "kept", 1L));
    finish(new AttemptId(running.turn(), 1), "done");
    assertThat(
            ids(done(store.claim(new ClaimRequest("new", NODE, 10, 10, ALL_AT_ONCE, SILENT), now))))
        .containsExactly(List.of("m2"));
  }
}
