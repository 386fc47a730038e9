package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Door;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Orphan;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.Speaker;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.holdfast.store.ClaimRequest.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose turns begin, and go on. */
public abstract class DoorContract extends StoreContract {

  private static final String SORRY = "not any more";

  private final List<Speaker> judged = new ArrayList<>();
  private String node = NODE;

  protected DoorContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  /** The process dies, and the next one recovers and joins. */
  private void restart(Function<Orphan, Verdict> judge) {
    crash();
    node = "node-2";
    done(store.recover(node, judge, now));
    done(store.join(node, now));
  }

  private List<Claimed> claim(boolean pairs, Predicate<Speaker> admits) {
    Door door =
        new Door(
            pairs,
            speaker -> {
              judged.add(speaker);
              return admits.test(speaker);
            });
    Admission admission =
        new Admission(connector -> connector.equals("web") ? door : Door.OPEN, SORRY);
    return done(
        store.claim(
            new ClaimRequest("agent", node, 9, 9, ALL_AT_ONCE, false, SILENT, admission), now));
  }

  private List<Claimed> claimOf(String... admitted) {
    return claim(false, speaker -> Set.of(admitted).contains(speaker.id()));
  }

  private TurnState state(String turn) {
    return done(store.turn(turn)).orElseThrow().turn().state();
  }

  @Test
  @DisplayName("an interrupted turn does not go on of somebody who may not speak, and says so")
  void resumed() {
    Claimed first = running("lobby", "m1");
    step(first.attempt(), "one");
    restart(orphan -> new Verdict.Resume());

    assertThat(claimOf("bob")).isEmpty();
    String turn = first.attempt().turn();
    assertThat(state(turn)).isEqualTo(TurnState.CANCELLED);
    assertThat(said()).containsExactly(SORRY);
    assertThat(notices()).containsExactly(NoticeKind.COMMAND);
    assertThat(due().get(0).inReplyTo()).containsExactly("m1");
    assertThat(timeline("m1"))
        .containsExactly(
            "accepted 0 queued", "claimed 1", "interrupted 1 crash", "cancelled 1 not-allowed");
    assertThat(done(store.turn(turn)).orElseThrow().turn().attempt()).isEqualTo(1);
    assertThat(done(store.counts()).markers()).isZero();
    assertThat(claimOf("ann")).isEmpty();
    assertThat(said()).hasSize(1);
  }

  @Test
  @DisplayName("what is queued does not begin, and what waits behind it does")
  void queued() {
    String dropped = acceptFrom("eve", "lobby", "m1").turn();
    acceptFrom("ann", "lobby", "m2");
    acceptFrom("ann", "other", "m3");

    assertThat(ids(claimOf("ann"))).containsExactly(List.of("m3"));
    assertThat(state(dropped)).isEqualTo(TurnState.CANCELLED);
    awaitRing("work agent");
    assertThat(ids(claimOf("ann"))).containsExactly(List.of("m2"));
    assertThat(said()).containsExactly(SORRY);
  }

  @Test
  @DisplayName("a turn begins of which one message is of somebody who may speak")
  void together() {
    Route collecting = new Route("agent", DoubleText.COLLECT, 100);
    running("lobby", "m1");
    accept(from("eve", "m2"), collecting);
    accept(from("bob", "m3"), collecting);
    now += Route.COLLECTED_WITHIN;
    restart(orphan -> new Verdict.Cancel("stopped"));
    assertThat(ids(claimOf("bob"))).containsExactly(List.of("m2", "m3"));
    assertThat(said()).containsExactly("stopped");
  }

  private static Inbound from(String sender, String id) {
    return new Inbound(chat("lobby"), id, new Sender(sender, ""), "x", List.of(), 0);
  }

  @Test
  @DisplayName("a turn goes on that has taken a message of somebody who may speak")
  void taken() {
    acceptFrom("eve", "lobby", "m1");
    Claimed turn = done(store.claim(steerable(1), now)).get(0);
    accept(from("bob", "m2"), new Route("agent", DoubleText.STEER, 100));
    done(store.take(turn.attempt(), "1", "taking", now));
    restart(orphan -> new Verdict.Resume());
    assertThat(ids(claimOf("bob"))).containsExactly(List.of("m1", "m2"));
    assertThat(said()).isEmpty();
  }

  @Test
  @DisplayName("what is tried again is asked about again")
  void triedAgain() {
    String turn = acceptFrom("eve", "lobby", "m1").turn();
    claimOf("ann");
    command("lobby", "m2", new Change.Retry(turn));
    now += 1;
    assertThat(claimOf("ann")).isEmpty();
    assertThat(said()).containsExactly(SORRY, SORRY);
    command("lobby", "m3", new Change.Retry(turn));
    assertThat(ids(claimOf("eve"))).containsExactly(List.of("m1"));
  }

  @Test
  @DisplayName("it is known of a speaker what an operator has decided, where that matters")
  void paired() {
    String code = done(store.pair(chat("lobby"), new Sender("eve", ""), now)).orElseThrow().code();
    done(store.approve(code, "welcome", now));
    acceptFrom("eve", "lobby", "m1");
    acceptFrom("eve", "other", "m2");
    assertThat(claim(true, Speaker::approved)).hasSize(2);
    assertThat(judged)
        .contains(
            new Speaker(chat("lobby"), "eve", true, true),
            new Speaker(chat("other"), "eve", true, false));

    judged.clear();
    acceptFrom("bob", "fourth", "m4");
    claim(true, speaker -> true);
    assertThat(judged)
        .as("who is named is not looked up")
        .containsExactly(new Speaker(chat("fourth"), "bob", false, true));
    acceptFrom("ann", "third", "m3");
    claim(false, speaker -> true);
    assertThat(judged).last().isEqualTo(new Speaker(chat("third"), "ann", false, false));
    done(store.revoke("web", "eve"));
    restart(orphan -> new Verdict.Resume());
    judged.clear();
    assertThat(claim(true, Speaker::approved)).isEmpty();
    assertThat(judged)
        .contains(
            new Speaker(chat("lobby"), "eve", false, true),
            new Speaker(chat("other"), "eve", false, false));
  }
}
