package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Decision;
import io.holdfast.model.Decision.Kind;
import io.holdfast.model.Delivery;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Inbound;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Option;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Permission;
import io.holdfast.model.Question;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.TurnState;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the store promises about a turn that asks for permission. */
public abstract class PermissionContract extends StoreContract {

  private static final List<Option> OPTIONS = List.of(new Option("Yes", "yes"));

  protected PermissionContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Claimed asking(String... approvers) {
    Claimed claimed = running("lobby", "m1");
    ask(claimed.attempt(), "dig", approvers);
    return claimed;
  }

  private void ask(AttemptId attempt, String key, String... approvers) {
    Question.Terms terms = new Question.Terms(List.of(approvers), now + 1_000);
    done(store.ask(attempt, key, new Question("dig", "may I dig?", OPTIONS, terms), now));
  }

  private Future<Acceptance> says(String sender, String id, String text) {
    return store.accept(by(sender, id, text), ROUTE, HELD, now);
  }

  private static Inbound by(String sender, String id, String text) {
    return new Inbound(chat("lobby"), id, new Sender(sender, ""), text, List.of(), 0);
  }

  private Future<Acceptance> decides(String sender, String id, Kind kind) {
    return store.command(
        by(sender, id, "/decide"),
        facts ->
            facts
                .permission()
                .filter(Permission::open)
                .map(asked -> List.<Change>of(new Change.Decide(asked.turn(), Decision.of(kind))))
                .orElse(List.of(new Change.Answer("too late"))),
        now);
  }

  private SessionFacts facts() {
    SessionFacts[] seen = new SessionFacts[1];
    done(
        store.steer(
            "web/lobby",
            facts -> {
              seen[0] = facts;
              return List.of();
            },
            now));
    return seen[0];
  }

  private Optional<Step> asked(Claimed claimed) {
    return done(store.journal(claimed.attempt().turn())).stream()
        .filter(step -> step.key().equals("dig"))
        .findFirst();
  }

  @Test
  @DisplayName("what it offers is in its notice and in the history, and survives a crash")
  void offers() {
    asking();
    crash();

    assertThat(due())
        .extracting(Delivery::content)
        .containsExactly(new Outgoing.Notice(NoticeKind.QUESTION, "may I dig?", OPTIONS));
    assertThat(done(store.history(chat("lobby"), "", 10)))
        .extracting(HistoryItem::options)
        .containsExactly(List.of(), OPTIONS);
  }

  @Test
  @DisplayName("a command decides it, across a crash, and is a message of the turn")
  void decided() {
    Claimed claimed = asking();
    crash();
    assertThat(facts().permission())
        .contains(new Permission(claimed.attempt().turn(), 1, List.of(), "", false));
    done(decides("ann", "c1", Kind.SESSION));
    crash();

    assertThat(asked(claimed))
        .contains(
            new Step("dig", "dig", StepState.RESULT, 1, Decision.of(Kind.SESSION).recorded()));
    Claimed again = claimOne();
    assertThat(again.resumption()).isEmpty();
    assertThat(again.inReplyTo()).containsExactly("m1", "c1");
    assertThat(timeline("m1")).contains("answered 1 session");
    assertThat(again.attempt().number()).isEqualTo(2);
    assertThat(facts().permission())
        .contains(
            new Permission(claimed.attempt().turn(), 1, List.of(), "ann said: /decide", false));
  }

  @Test
  @DisplayName("asked in somebody's own session, who is named decides it by its code, and no other")
  void decidedForAnother() {
    accept(inOwn("ann", "m1", "x"), ROUTE);
    Claimed claimed = claimOne();
    ask(claimed.attempt(), "dig", "boss");
    String code = Permission.code(claimed.attempt());
    assertThat(meant("boss", "c1", "/approve")).isEmpty();
    assertThat(meant("eve", "c2", "/approve once " + code)).isEmpty();
    assertThat(meant("boss", "c3", "/approve once " + code)).contains(claimed.attempt().turn());
    assertThat(asked(claimed).map(Step::result)).contains("once");
    assertThat(claimOne().attempt().turn()).isEqualTo(claimed.attempt().turn());
  }

  @Test
  @DisplayName("what somebody else has decided from their own session is no more to be decided")
  void decidedByAnother() {
    String approves = approvedByBoss();
    assertThat(((Accepted) done(own("ann", "m2", "yes"))).turn()).isEmpty();
    assertThat(said()).containsExactly("may I dig?", Permission.tooLate("boss said: " + approves));
  }

  @Test
  @DisplayName("a yes that comes at once after that may be meant for what was decided there")
  void notReadSinceAnother() {
    approvedByBoss();
    Claimed next = claimOne();
    ask(next.attempt(), "cut", "ann", "boss");
    assertThat(((Accepted) done(own("ann", "m2", "yes"))).turn()).isEmpty();
    assertThat(said()).last().isEqualTo(Permission.readFirst());
    now += 3_000;
    assertThat(((Accepted) done(own("ann", "m3", "yes"))).turn()).isEqualTo(next.attempt().turn());
  }

  /** What was said that decided what ann's turn asked, which has a session of her own. */
  private String approvedByBoss() {
    accept(inOwn("ann", "m1", "x"), ROUTE);
    Claimed claimed = claimOne();
    ask(claimed.attempt(), "dig", "ann", "boss");
    String approves = "/approve once " + Permission.code(claimed.attempt());
    assertThat(meant("boss", "c1", approves)).contains(claimed.attempt().turn());
    return approves;
  }

  /** What somebody says who has a session of their own. */
  private Future<Acceptance> own(String sender, String id, String text) {
    return store.accept(inOwn(sender, id, text), ROUTE, HELD, now);
  }

  private static Inbound inOwn(String sender, String id, String text) {
    return new Inbound(chat("lobby").of(sender), id, new Sender(sender, ""), text, List.of(), 0);
  }

  /** The turn for which somebody with a session of their own has decided. */
  private Optional<String> meant(String sender, String id, String text) {
    Inbound said = inOwn(sender, id, text);
    List<String> turns = new ArrayList<>();
    done(
        store.command(
            said,
            facts -> {
              facts.permission().map(Permission::turn).ifPresent(turns::add);
              return turns.stream()
                  .map(turn -> (Change) new Change.Decide(turn, Decision.of(Kind.ONCE)))
                  .toList();
            },
            now));
    return turns.stream().findFirst();
  }

  @Test
  @DisplayName("of two that decide at the same moment one does, and the other is told of it")
  void decidedOnce() {
    Claimed claimed = asking();
    List<Future<Acceptance>> both =
        List.of(decides("ann", "c1", Kind.ONCE), decides("bob", "c2", Kind.DENIED));
    both.forEach(StoreContract::done);

    assertThat(asked(claimed).map(Step::result)).contains("once");
    assertThat(said()).containsExactly("may I dig?", "too late");
    assertThat(claim(10)).hasSize(1);
  }

  @Test
  @DisplayName("a plain yes decides it; that of another one who came later is for no turn")
  void plainWords() {
    Claimed claimed = asking();
    List<Future<Acceptance>> both = List.of(says("ann", "m2", "yes"), says("bob", "m3", "No!"));
    Accepted first = (Accepted) done(both.get(0));
    Accepted second = (Accepted) done(both.get(1));

    assertThat(first.turn()).isEqualTo(claimed.attempt().turn());
    assertThat(second.turn()).isEmpty();
    assertThat(asked(claimed).map(Step::result)).contains("once");
    assertThat(said()).containsExactly("may I dig?", Permission.tooLate("ann said: yes"));
    assertThat(((Accepted) done(says("bob", "m3", "No!"))).duplicate()).isTrue();
    finish(claimOne().attempt(), "dug");
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("a yes that comes at once after another one was decided may be meant for that one")
  void notRead() {
    asking();
    done(says("ann", "m2", "yes"));
    Claimed next = claimOne();
    ask(next.attempt(), "cut");

    assertThat(((Accepted) done(says("bob", "m3", "yes"))).turn()).isEmpty();
    assertThat(facts().permission().map(Permission::sudden)).contains(true);
    now += 3_000;
    assertThat(facts().permission().map(Permission::sudden)).contains(false);
    assertThat(((Accepted) done(says("bob", "m4", "yes"))).turn()).isNotEmpty();
  }

  @Test
  @DisplayName("a yes is a message like any other: of the one who decided, later, or with more")
  void onlyAtOnce() {
    asking();
    done(says("ann", "m2", "yes"));
    assertThat(((Accepted) done(says("ann", "m3", "yes"))).turn()).isNotEmpty();
    assertThat(((Accepted) done(says("bob", "m4", "yes, dig"))).turn()).isNotEmpty();
    now += 60_000;
    assertThat(((Accepted) done(says("bob", "m5", "yes"))).turn()).isNotEmpty();
  }

  @Test
  @DisplayName("a yes after the answer to a question of another kind is a message like any other")
  void notAfterAnyQuestion() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "colour", Question.of("which colour?"), now));
    done(says("ann", "m2", "yes"));

    assertThat(((Accepted) done(says("bob", "m3", "yes"))).turn()).isNotEmpty();
  }

  @Test
  @DisplayName("anything else refuses it, and is kept for the agent")
  void words() {
    Claimed claimed = asking();
    done(says("ann", "m2", "use the other one: it is sharper"));

    assertThat(asked(claimed).map(step -> Decision.ofRecorded(step.result())))
        .contains(new Decision(Kind.DENIED, "use the other one: it is sharper"));
  }

  @Test
  @DisplayName("who may not decide is told so, and what else he writes waits")
  void approvers() {
    Claimed claimed = asking("ann", "cyd");
    assertThat(((Accepted) done(says("bob", "m2", "yes"))).turn()).isEmpty();
    assertThat(((Accepted) done(says("bob", "m3", "what is this?"))).turn())
        .isNotEqualTo(claimed.attempt().turn());
    Permission asked = new Permission("t", 1, List.of("ann", "cyd"), "", false);

    assertThat(said()).containsExactly("may I dig?", asked.notYours(), asked.waiting());
    assertThat(asked(claimed).map(Step::state)).contains(StepState.INTENT);
    assertThat(claim(10)).isEmpty();
    assertThat(((Accepted) done(says("cyd", "m4", "yes"))).turn())
        .isEqualTo(claimed.attempt().turn());
    assertThat(claim(10)).hasSize(1);
  }

  @Test
  @DisplayName("what nobody has decided in time is refused once, and the turn goes on")
  void expires() {
    Claimed claimed = asking();
    assertThat(done(store.expire("too late", now + 999))).isZero();
    assertThat(done(store.expire("too late", now + 1_000))).isEqualTo(1);
    assertThat(done(store.expire("too late", now + 1_000))).isZero();
    crash();

    assertThat(said()).containsExactly("may I dig?", "too late");
    assertThat(asked(claimed).map(Step::result)).contains("expired");
    assertThat(claimOne().resumption()).isEmpty();
  }

  @Test
  @DisplayName("what is decided, stopped or of another kind does not expire")
  void expiresNoMore() {
    Claimed first = asking();
    done(decides("ann", "c1", Kind.ONCE));
    now += 5_000;
    assertThat(done(store.expire("too late", now))).isZero();

    Claimed again = claimOne();
    done(store.ask(again.attempt(), "colour", Question.of("which colour?"), now));
    now += 5_000;
    assertThat(done(store.expire("too late", now))).isZero();
    command("lobby", "c2", new Change.Cancel(first.attempt().turn()));

    ask(running("lobby", "m5").attempt(), "dig");
    String turn = facts().permission().orElseThrow().turn();
    command("lobby", "c3", new Change.Cancel(turn));
    now += 5_000;
    assertThat(done(store.expire("too late", now))).isZero();
  }

  @Test
  @DisplayName("recovery leaves what is asked as it is, however long ago it was")
  void outlivesRecovery() {
    Claimed claimed = asking();
    now += 900;
    lookedAfter(orphan -> new Verdict.Ask("go on?"));
    assertThat(said()).containsExactly("may I dig?");
    done(says("ann", "m2", "ok"));

    assertThat(asked(claimed).map(Step::result)).contains("once");
  }

  @Test
  @DisplayName("S28: a turn that was stopped asks nothing any more")
  void stopped() {
    Claimed claimed = running("lobby", "m1");
    command("lobby", "c1", new Change.Cancel(claimed.attempt().turn()));
    Future<Void> asked =
        store.ask(claimed.attempt(), "dig", new Question("dig", "may I?", OPTIONS, null), now);

    assertThat(failure(asked)).isInstanceOf(Cancelled.class);
    assertThat(said()).isEmpty();
    assertThat(done(store.journal(claimed.attempt().turn()))).isEmpty();
  }

  @Test
  @DisplayName("to stop a turn that asks rings its runner, which may keep something for it")
  void ringsTheRunner() {
    Claimed claimed = asking();
    rings.forget();
    command("lobby", "c1", new Change.Cancel(claimed.attempt().turn()));

    awaitRing("control agent");
    assertThat(facts().open()).isEmpty();
    assertThat(((Accepted) done(says("ann", "m2", "yes"))).state()).isEqualTo(TurnState.QUEUED);
  }
}
