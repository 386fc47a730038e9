package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Attachment;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Message;
import io.holdfast.model.MessageView;
import io.holdfast.model.Question;
import io.holdfast.model.Revision;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is changed, or taken back, of what was said. */
public abstract class RevisionContract extends StoreContract {

  private static final Route COLLECT = new Route("agent", DoubleText.COLLECT, 100, 1_500);
  private static final Route STEER = new Route("agent", DoubleText.STEER, 100);

  protected RevisionContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private static Inbound said(String chat, String id, String sender, String text, long at) {
    return new Inbound(chat(chat), id, new Sender(sender, ""), text, List.of(), at);
  }

  private Revision edit(String id, String text) {
    now += 1;
    return done(store.edit(said("lobby", id, "ann", text, now), List.of(), now));
  }

  private Revision retract(String id) {
    return done(store.retract("web", id, now));
  }

  private void recover() {
    crash();
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join(NODE, now));
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(message -> message.inbound().text()).toList();
  }

  private List<String> take(Claimed turn, String key) {
    return texts(done(store.take(turn.attempt(), key, "taking", now)));
  }

  private Claimed steered(String id) {
    accept(message("lobby", id), STEER);
    return done(store.claim(steerable(1), now)).get(0);
  }

  private TurnState state(String turn) {
    return done(store.turn(turn)).orElseThrow().turn().state();
  }

  // ── a change ─────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S05 S25: what waits says what it was changed to, in its place, across a crash too")
  void edits() {
    accept("lobby", "m1");
    accept("lobby", "m2");
    assertThat(edit("m1", "better")).isEqualTo(Revision.MADE);
    recover();

    Claimed first = claimOne();
    assertThat(first.inReplyTo()).containsExactly("m1");
    assertThat(texts(first.messages())).containsExactly("better");
    finish(first.attempt(), "a1");
    assertThat(texts(claimOne().messages())).containsExactly("text of m2");
    assertThat(timeline("m1")).startsWith("accepted 0 queued", "edited 0 m1", "claimed 1");
    assertThat(done(store.history(chat("lobby"), "", 10)))
        .extracting(HistoryItem::text)
        .containsExactly("better", "text of m2", "a1");
  }

  @Test
  @DisplayName("files are replaced by those that it has now")
  void editsFiles() {
    Attachment before = new Attachment("a.txt", "text/plain", "aGk=");
    Attachment after = new Attachment("b.txt", "text/plain", "aG8=");
    Sender ann = new Sender("ann", "");
    accept(new Inbound(chat("lobby"), "m1", ann, "x", List.of(before), 1), ROUTE);
    Inbound now = new Inbound(chat("lobby"), "m1", ann, "x", List.of(after), 2);
    assertThat(done(store.edit(now, List.of(), 1))).isEqualTo(Revision.MADE);
    assertThat(claimOne().messages().get(0).inbound().attachments()).containsExactly(after);
  }

  @Test
  @DisplayName("S18: the message as it was first is known when it comes again, changed or deleted")
  void staysKnown() {
    Accepted first = accept("lobby", "m1");
    edit("m1", "better");
    Accepted again = accept("lobby", "m1");
    assertThat(again.duplicate()).isTrue();
    assertThat(again.turn()).isEqualTo(first.turn());

    assertThat(retract("m1")).isEqualTo(Revision.MADE);
    assertThat(accept("lobby", "m1").duplicate()).isTrue();
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("S18: a change that comes again, and one that comes late, changes nothing")
  void editsInOrder() {
    accept("lobby", "m1");
    assertThat(edit("m1", "one")).isEqualTo(Revision.MADE);
    long one = now;
    assertThat(edit("m1", "two")).isEqualTo(Revision.MADE);
    Inbound late = said("lobby", "m1", "ann", "one", one);
    assertThat(done(store.edit(late, List.of(), now))).isEqualTo(Revision.PASSED_OVER);
    Inbound again = said("lobby", "m1", "ann", "two", now);
    assertThat(done(store.edit(again, List.of(), now))).isEqualTo(Revision.PASSED_OVER);
    assertThat(timeline("m1")).filteredOn(line -> line.startsWith("edited")).hasSize(2);
    assertThat(texts(claimOne().messages())).containsExactly("two");
  }

  @Test
  @DisplayName("what a turn has taken stays as it is, however often that is interrupted or retried")
  void editsTooLate() {
    Claimed turn = running("lobby", "m1");
    assertThat(edit("m1", "better")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("m1")).isEqualTo(Revision.PASSED_OVER);
    done(store.release(turn.attempt(), now));
    assertThat(edit("m1", "better")).isEqualTo(Revision.PASSED_OVER);
    turn = claimOne();
    assertThat(texts(turn.messages())).containsExactly("text of m1");
    fail(turn.attempt());
    command("lobby", "c1", new Change.Retry(turn.attempt().turn()));
    assertThat(edit("m1", "better")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("m1")).isEqualTo(Revision.PASSED_OVER);
    assertThat(texts(claimOne().messages())).containsExactly("text of m1");
    assertThat(timeline("m1")).noneMatch(line -> line.startsWith("edited"));
  }

  @Test
  @DisplayName("of a change and a claim at the same moment the first decides")
  void races() {
    accept("lobby", "m1");
    accept("den", "m2");
    Inbound better = said("lobby", "m1", "ann", "better", now);
    Future<Revision> before = store.edit(better, List.of(), now);
    Future<List<Claimed>> claims = store.claim(claiming(10), now);
    Future<Revision> after = store.edit(said("den", "m2", "ann", "better", now), List.of(), now);
    Future<Revision> gone = store.retract("web", "m2", now);
    assertThat(done(before)).isEqualTo(Revision.MADE);
    assertThat(done(claims))
        .extracting(turn -> texts(turn.messages()))
        .containsExactly(List.of("better"), List.of("text of m2"));
    assertThat(done(after)).isEqualTo(Revision.PASSED_OVER);
    assertThat(done(gone)).isEqualTo(Revision.PASSED_OVER);
  }

  @Test
  @DisplayName("S44: nobody changes what somebody else has said, or what was said elsewhere")
  void editsHisOwn() {
    accept("lobby", "m1");
    assertThat(done(store.edit(said("lobby", "m1", "bob", "no", now), List.of(), now)))
        .isEqualTo(Revision.PASSED_OVER);
    assertThat(done(store.edit(said("den", "m1", "ann", "no", now), List.of(), now)))
        .isEqualTo(Revision.PASSED_OVER);
    assertThat(done(store.edit(said("lobby", "m2", "ann", "no", now), List.of(), now)))
        .isEqualTo(Revision.UNKNOWN);
    assertThat(done(store.retract("other", "m1", now))).isEqualTo(Revision.UNKNOWN);
    assertThat(texts(claimOne().messages())).containsExactly("text of m1");
  }

  @Test
  @DisplayName("S19: a command and an answer are not changed and not taken back")
  void leavesCommands() {
    command("lobby", "c1", new Change.Suspend());
    assertThat(edit("c1", "other")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("c1")).isEqualTo(Revision.PASSED_OVER);
    command("lobby", "c2", new Change.Activate());
    Claimed turn = running("lobby", "m1");
    done(store.ask(turn.attempt(), "colour", Question.of("which?"), now));
    accept("lobby", "m2");
    assertThat(edit("m2", "other")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("m2")).isEqualTo(Revision.PASSED_OVER);
  }

  @Test
  @DisplayName("what collects is changed, in its order, and is answered when it was to be")
  void editsWhatCollects() {
    accept(message("lobby", "m1"), COLLECT);
    accept(message("lobby", "m2"), COLLECT);
    edit("m1", "better");
    assertThat(claim(10)).isEmpty();
    now += 1_500;
    assertThat(texts(claimOne().messages())).containsExactly("better", "text of m2");
  }

  @Test
  @DisplayName("what came while a turn runs is changed until the turn takes it")
  void editsWhatSteers() {
    Claimed turn = steered("m1");
    accept(message("lobby", "m2"), STEER);
    assertThat(edit("m2", "better")).isEqualTo(Revision.MADE);
    assertThat(take(turn, "one")).containsExactly("better");
    assertThat(edit("m2", "too late")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("m2")).isEqualTo(Revision.PASSED_OVER);
    assertThat(take(turn, "one")).containsExactly("better");
    finish(turn.attempt(), "a1");
    assertThat(edit("m2", "too late")).isEqualTo(Revision.PASSED_OVER);
  }

  @Test
  @DisplayName("what a turn took stays as it is also when its journal is forgotten")
  void editsNothingForgotten() {
    Claimed turn = steered("m1");
    accept(message("lobby", "m2"), STEER);
    take(turn, "one");
    finish(turn.attempt(), "a1");
    for (int day = 0; day < 5; day++) {
      now += 86_400_000;
      done(store.forget(0, now));
    }
    assertThat(done(store.forget(now - 86_400_000, now))).isEqualTo(1);
    assertThat(edit("m2", "too late")).isEqualTo(Revision.PASSED_OVER);
    assertThat(retract("m2")).isEqualTo(Revision.PASSED_OVER);
  }

  private Revision revisable(String id) {
    return done(store.revisable("web", id));
  }

  @Test
  @DisplayName("whether anything can be changed is told before")
  void revisable() {
    assertThat(revisable("m1")).isEqualTo(Revision.UNKNOWN);
    accept("lobby", "m1");
    accept("lobby", "m2");
    command("lobby", "c1", new Change.Answer("hello"));
    assertThat(revisable("m1")).isEqualTo(Revision.MADE);
    assertThat(revisable("c1")).isEqualTo(Revision.PASSED_OVER);
    claimOne();
    assertThat(revisable("m1")).isEqualTo(Revision.PASSED_OVER);
    assertThat(revisable("m2")).isEqualTo(Revision.MADE);
    assertThat(done(store.revisable("other", "m2"))).isEqualTo(Revision.UNKNOWN);
    retract("m2");
    assertThat(revisable("m2")).isEqualTo(Revision.PASSED_OVER);
  }

  // ── taken back ───────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("a turn whose only message is taken back ends without a word, and the next one runs")
  void retracts() {
    Accepted first = accept("lobby", "m1");
    accept("lobby", "m2");
    rings.forget();
    assertThat(retract("m1")).isEqualTo(Revision.MADE);
    awaitRing("work agent");
    recover();

    assertThat(state(first.turn())).isEqualTo(TurnState.CANCELLED);
    assertThat(said()).isEmpty();
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
    assertThat(retract("m1")).isEqualTo(Revision.PASSED_OVER);
    assertThat(edit("m1", "back again")).isEqualTo(Revision.PASSED_OVER);
    assertThat(done(store.history(chat("lobby"), "", 10)))
        .extracting(HistoryItem::id)
        .containsExactly("m2");
    assertThat(timeline("m1"))
        .containsExactly("accepted 0 queued", "retracted 0 m1", "cancelled 0");
    assertThat(done(store.trace("m1")))
        .extracting(Trace::message)
        .extracting(MessageView::kind)
        .containsExactly("retracted");
  }

  @Test
  @DisplayName("what is taken back behind a turn leaves that, and what is behind it, alone")
  void retractsBehind() {
    Claimed turn = running("lobby", "m1");
    accept("lobby", "m2");
    accept("lobby", "m3");
    retract("m2");
    assertThat(claim(10)).isEmpty();
    finish(turn.attempt(), "a1");
    assertThat(claimOne().inReplyTo()).containsExactly("m3");
  }

  @Test
  @DisplayName("in a chat that is paused nothing runs because something was taken back")
  void retractsInAPause() {
    command("lobby", "c1", new Change.Suspend());
    accept("lobby", "m1");
    accept("lobby", "m2");
    retract("m1");
    assertThat(claim(10)).isEmpty();
    command("lobby", "c2", new Change.Activate());
    assertThat(claimOne().inReplyTo()).containsExactly("m2");
  }

  @Test
  @DisplayName("of what collects one message goes, and all with the last")
  void retractsWhatCollects() {
    accept(message("lobby", "m1"), COLLECT);
    accept(message("lobby", "m2"), COLLECT);
    assertThat(retract("m1")).isEqualTo(Revision.MADE);
    now += 1_500;
    Claimed turn = claimOne();
    assertThat(turn.inReplyTo()).containsExactly("m2");
    assertThat(texts(turn.messages())).containsExactly("text of m2");
    finish(turn.attempt(), "a2");
    assertThat(due()).extracting(delivery -> delivery.inReplyTo()).containsExactly(List.of("m2"));

    Accepted third = accept(message("lobby", "m3"), COLLECT);
    accept(message("lobby", "m4"), COLLECT);
    retract("m3");
    retract("m4");
    now += 1_500;
    assertThat(claim(10)).isEmpty();
    assertThat(state(third.turn())).isEqualTo(TurnState.CANCELLED);
  }

  @Test
  @DisplayName("what came while a turn runs and is taken back is never taken, and no turn after it")
  void retractsWhatSteers() {
    Claimed turn = steered("m1");
    accept(message("lobby", "m2"), STEER);
    assertThat(retract("m2")).isEqualTo(Revision.MADE);
    assertThat(state(turn.attempt().turn())).isEqualTo(TurnState.RUNNING);
    assertThat(take(turn, "one")).isEmpty();
    accept(message("lobby", "m3"), STEER);
    assertThat(take(turn, "two")).containsExactly("text of m3");
    finish(turn.attempt(), "a1");
    assertThat(due())
        .extracting(delivery -> delivery.inReplyTo())
        .containsExactly(List.of("m1", "m3"));
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("what was taken back is nothing to try again, and is not what waits")
  void retriesNothing() {
    Claimed failed = running("lobby", "m1");
    fail(failed.attempt());
    accept(message("lobby", "m2"), COLLECT);
    accept(message("lobby", "m3"), COLLECT);
    accept("lobby", "m4");
    retract("m2");
    retract("m4");
    done(
        store.command(
            message("lobby", "c1"),
            facts -> {
              assertThat(facts.ended().map(TurnFacts::id))
                  .isEqualTo(Optional.of(failed.attempt().turn()));
              assertThat(facts.open()).extracting(TurnFacts::text).containsExactly("text of m3");
              return List.of();
            },
            now));
  }
}
