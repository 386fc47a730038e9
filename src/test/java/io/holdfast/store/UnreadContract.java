package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Inbound;
import io.holdfast.model.Permission;
import io.holdfast.model.Question;
import io.holdfast.model.Sender;
import io.holdfast.model.Settlement;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.TurnState;
import io.holdfast.turn.Command;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the store promises about what was written before a question could be read. */
public abstract class UnreadContract extends StoreContract {

  private static final long HOUR = 3_600_000;

  protected UnreadContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Claimed asking() {
    Claimed claimed = running("lobby", "m1");
    Question.Terms terms = new Question.Terms(List.of(), now + 1_000);
    done(
        store.ask(
            claimed.attempt(), "dig", new Question("dig", "may I dig?", List.of(), terms), now));
    return claimed;
  }

  private static Inbound saidAt(long sentAt, String id, String text) {
    return new Inbound(chat("lobby"), id, new Sender("ann", "Ann"), text, List.of(), sentAt);
  }

  /** Somebody writes, at a time that its platform tells. */
  private Accepted saysAt(long sentAt, String id, String text) {
    return accept(saidAt(sentAt, id, text), ROUTE);
  }

  /** The same, of a command. */
  private void commandsAt(long sentAt, String id, String text) {
    Inbound said = saidAt(sentAt, id, text);
    Command command = Command.parse(text).orElseThrow();
    done(store.command(said, command.decision(said, ROUTE, Set.of("agent"), now), now));
  }

  private Optional<Step> asked(Claimed claimed) {
    return done(store.journal(claimed.attempt().turn())).stream()
        .filter(step -> step.key().equals("dig"))
        .findFirst();
  }

  private boolean open(Claimed claimed) {
    return asked(claimed).map(Step::state).equals(Optional.of(StepState.INTENT));
  }

  @Test
  @DisplayName("a message from before the question could be read is no answer to it: it waits")
  void olderThanTheQuestion() {
    Claimed claimed = running("lobby", "m1");
    done(store.ask(claimed.attempt(), "colour", Question.of("which colour?"), now));
    now += 60_000;
    Accepted there = saysAt(now - 90_000, "m2", "are you there?");
    Accepted yes = saysAt(now - 30_000, "m3", "yes");
    assertThat(List.of(there.state(), yes.state())).containsOnly(TurnState.QUEUED);
    assertThat(said()).containsExactly("which colour?");

    done(store.delivered("web", List.of(due().get(0).id()), now));
    assertThat(saysAt(now - 30_000, "m4", "still there?").state()).isEqualTo(TurnState.QUEUED);
    assertThat(saysAt(now + 5_000, "m5", "blue").turn()).isEqualTo(claimed.attempt().turn());
    finish(claimOne().attempt(), "blue it is");
    assertThat(ids(claim(10))).containsExactly(List.of("m2"));
  }

  @Test
  @DisplayName("a yes from before anybody could read it decides nothing, and its sender is told so")
  void olderYes() {
    Claimed claimed = asking();
    now += 60_000;
    assertThat(saysAt(now - 120_000, "m2", "ok").turn()).isEmpty();
    assertThat(saysAt(now - 30_000, "m3", "no").turn()).isEmpty();

    assertThat(open(claimed)).isTrue();
    assertThat(said())
        .containsExactly("may I dig?", Permission.readFirst(), Permission.readFirst());
    assertThat(claim(10)).isEmpty();
  }

  @Test
  @DisplayName("other words from before anybody could read it are a message like any other")
  void olderWords() {
    Claimed claimed = asking();
    now += 60_000;
    Accepted words = saysAt(now - 120_000, "m2", "and the hedge?");

    assertThat(words.state()).isEqualTo(TurnState.QUEUED);
    assertThat(words.turn()).isNotEqualTo(claimed.attempt().turn());
    assertThat(open(claimed)).isTrue();
    assertThat(said())
        .containsExactly(
            "may I dig?",
            "Your message is kept; the task in front waits until somebody has decided.");
  }

  @Test
  @DisplayName(
      "once it was sent, what is said after that decides, and what was said before does not")
  void olderThanItsSending() {
    Claimed claimed = asking();
    String question = due().get(0).id();
    now += 60_000;
    done(store.delivered("web", List.of(question), now));
    now += 1_000;
    assertThat(saysAt(now - 30_000, "m2", "ok").turn()).isEmpty();
    assertThat(saysAt(now - 30_000, "m3", "and the hedge?").state()).isEqualTo(TurnState.QUEUED);
    assertThat(open(claimed)).isTrue();

    assertThat(saysAt(now - 2_000, "m4", "ok").turn()).isEqualTo(claimed.attempt().turn());
    assertThat(asked(claimed).map(Step::result)).contains("once");
  }

  @Test
  @DisplayName(
      "an /approve without a code does no more than a yes, and one with it decides at once")
  void olderCommands() {
    Claimed claimed = asking();
    commandsAt(now - 120_000, "c1", "/approve");
    commandsAt(now - 120_000, "c2", "/deny it is mine");
    assertThat(open(claimed)).isTrue();
    assertThat(said())
        .containsExactly("may I dig?", Permission.readFirst(), Permission.readFirst());

    commandsAt(now - 120_000, "c3", "/approve once " + Permission.code(claimed.attempt()));
    assertThat(asked(claimed).map(Step::result)).contains("once");
  }

  @Test
  @DisplayName("where it may have been read, what is said after that decides")
  void perhapsRead() {
    Claimed claimed = asking();
    String question = due().get(0).id();
    now += 60_000;
    done(store.attempting("web", question, 0, 10, now));
    assertThat(saysAt(now - 30_000, "m2", "ok").turn()).isEmpty();
    done(store.settle("web", question, 0, new Settlement.Unknown(now, "cut"), now));
    assertThat(saysAt(now - 30_000, "m3", "ok").turn()).isEmpty();
    done(store.settle("web", question, 0, new Settlement.Dead("cut"), now));
    assertThat(saysAt(now - 30_000, "m4", "ok").turn()).isEmpty();

    assertThat(saysAt(now + 5_000, "m5", "ok").turn()).isEqualTo(claimed.attempt().turn());
  }

  @Test
  @DisplayName("what was tried and is not there was read by nobody")
  void triedInVain() {
    Claimed claimed = asking();
    String question = due().get(0).id();
    done(store.attempting("web", question, 0, 10, now));
    done(store.settle("web", question, 0, new Settlement.Later(now, "not reached"), now));

    assertThat(saysAt(now + 5_000, "m2", "ok").turn()).isEmpty();
    assertThat(open(claimed)).isTrue();
  }

  @Test
  @DisplayName("one that an operator gave up is decided by whatever is said after it was asked")
  void givenUp() {
    Claimed claimed = asking();
    done(store.drop(due().get(0).id(), now));

    assertThat(saysAt(now - 120_000, "m2", "ok").turn()).isEmpty();
    assertThat(saysAt(now + 1_000, "m3", "ok").turn()).isEqualTo(claimed.attempt().turn());
  }

  @Test
  @DisplayName("one that is held back is read by nobody before it is asked for and sent")
  void heldBack() {
    Claimed claimed = asking();
    long asked = now;
    now += 25 * HOUR;
    done(store.holdBack(now - HOUR, 9, now - HOUR, held -> held + " are held back", now));
    assertThat(saysAt(asked - 30_000, "m2", "ok").turn()).isEmpty();
    assertThat(saysAt(now, "m3", "ok").turn()).isEmpty();
    assertThat(open(claimed)).isTrue();

    command("lobby", "r1", new Change.Deliver());
    String question = due().get(due().size() - 1).id();
    done(store.delivered("web", List.of(question), now));
    assertThat(saysAt(now, "m4", "ok").turn()).isEqualTo(claimed.attempt().turn());
  }

  @Test
  @DisplayName("one that was tried, and given up later, may have been read since it was tried")
  void givenUpLater() {
    Claimed claimed = asking();
    String question = due().get(0).id();
    done(store.attempting("web", question, 0, 10, now));
    now += 60_000;
    done(store.settle("web", question, 0, new Settlement.Dead("cut"), now));

    assertThat(saysAt(now - 30_000, "m2", "ok").turn()).isEqualTo(claimed.attempt().turn());
  }
}
