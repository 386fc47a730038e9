package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Acceptance.Refused;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Revision;
import io.holdfast.model.Scope;
import io.holdfast.model.Verdict;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeded random days, crashes included, checked step by step against {@link Model}: nothing lost,
 * nothing twice, nothing out of order, one running turn a session.
 */
public abstract class RandomContract extends StoreContract {

  private static final int STEPS = 400;
  private static final int CHATS = 4;

  private final Model model = new Model();
  private final List<AttemptId> attempts = new ArrayList<>();
  private Random random = new Random();
  private int messages;
  private int commands;
  private int nodes = 1;

  protected RandomContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private String node() {
    return "node-" + nodes;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("S08 S11 S18 S25 S27: a random day ends as the model says:")
  protected void agreesWithTheModel(long seed) {
    random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      now += random.nextInt(1_000);
      step(random.nextInt(100));
      assertThat(done(store.running(node(), Scope.everything())))
          .as("step %d", i)
          .extracting(turn -> turn.attempt().turn())
          .containsExactlyInAnyOrderElementsOf(model.running());
    }
    drain();
    assertThat(said()).containsExactlyInAnyOrderElementsOf(model.said());
    for (int chat = 0; chat < CHATS; chat++) {
      String name = "chat-" + chat;
      assertThat(
              due().stream()
                  .filter(reply -> reply.address().chat().equals(name))
                  .map(reply -> reply.content().text()))
          .containsExactlyElementsOf(model.saidIn(name));
    }
  }

  private void step(int dice) {
    if (dice < 40) {
      acceptSome();
    } else if (dice < 60) {
      claimSome(1 + random.nextInt(3));
    } else if (dice < 80) {
      finishSome();
    } else if (dice < 88) {
      releaseSome();
    } else if (dice < 92) {
      suspendOrActivate();
    } else if (dice < 96) {
      cancelSome();
    } else {
      restart();
    }
  }

  private void acceptSome() {
    boolean again = messages > 0 && random.nextInt(5) == 0;
    int number = again ? random.nextInt(messages) : messages++;
    Inbound message = message("chat-" + number % CHATS, "m" + number);
    Accepted accepted = accept(message, ROUTE);
    assertThat(accepted.duplicate()).isEqualTo(again);
    if (again) {
      assertThat(accepted.turn()).isEqualTo(model.turnOf("m" + number));
    } else {
      model.accepted(message.address().chat(), "m" + number, accepted.turn());
    }
  }

  private void claimSome(int limit) {
    int claimable = model.claimable().size();
    List<Claimed> claimed =
        done(
            store.claim(new ClaimRequest("agent", node(), limit, limit, ALL_AT_ONCE, SILENT), now));
    assertThat(claimed).hasSize(Math.min(limit, claimable));
    for (Claimed turn : claimed) {
      model.claimed(turn.attempt());
      attempts.add(turn.attempt());
    }
  }

  private void finishSome() {
    if (attempts.isEmpty()) {
      return;
    }
    AttemptId attempt = attempts.get(random.nextInt(attempts.size()));
    String text = attempt.turn() + " by " + attempt.number();
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, text, List.of()));
    expect(attempt, store.finish(attempt, Outcome.done(text), says, now));
    if (model.runs(attempt)) {
      model.finished(attempt, text);
    }
  }

  private void releaseSome() {
    if (attempts.isEmpty()) {
      return;
    }
    AttemptId attempt = attempts.get(random.nextInt(attempts.size()));
    expect(attempt, store.release(attempt, now));
    if (model.runs(attempt)) {
      model.released(attempt);
    }
  }

  /** A write succeeds exactly when the model says that its attempt runs. */
  private void expect(AttemptId attempt, Future<Void> write) {
    if (model.runs(attempt)) {
      done(write);
    } else {
      assertThat(failure(write)).isInstanceOf(HoldfastException.Fenced.class);
    }
  }

  private void suspendOrActivate() {
    String chat = "chat-" + random.nextInt(CHATS);
    boolean active = random.nextBoolean();
    command(chat, "c" + commands++, active ? new Change.Activate() : new Change.Suspend());
    model.active(chat, active);
  }

  private void cancelSome() {
    String chat = "chat-" + random.nextInt(CHATS);
    model
        .lastQueued(chat)
        .ifPresent(
            turn -> {
              if (random.nextBoolean()) {
                command(chat, "c" + commands++, new Change.Cancel(turn));
              } else {
                retract(turn);
              }
              model.cancelled(turn);
            });
  }

  private void retract(String turn) {
    assertThat(done(store.retract("web", model.messageOf(turn), now))).isEqualTo(Revision.MADE);
  }

  private void restart() {
    crash();
    nodes++;
    done(store.recover(node(), orphan -> new Verdict.Resume(), now));
    done(store.join(node(), now));
    model.crashed();
  }

  /** Everything that may still run does. */
  private void drain() {
    for (int chat = 0; chat < CHATS; chat++) {
      command("chat-" + chat, "end-" + chat, new Change.Activate());
      model.active("chat-" + chat, true);
    }
    restart();
    while (!model.claimable().isEmpty()) {
      claimSome(10);
      for (AttemptId attempt : List.copyOf(attempts)) {
        if (model.runs(attempt)) {
          finish(attempt, attempt.turn() + " by " + attempt.number());
          model.finished(attempt, attempt.turn() + " by " + attempt.number());
        }
      }
    }
    assertThat(claim(10)).isEmpty();
    assertThat(done(store.counts()).turns()).isEmpty();
    assertThat(done(store.accept(message(chat("chat-0"), "m0", "other"), ROUTE, HELD, now)))
        .isInstanceOf(Refused.class);
  }
}
