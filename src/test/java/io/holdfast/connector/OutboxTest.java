package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outbox")
class OutboxTest extends OutboxCase {

  @Test
  @DisplayName("S16: finds out what the platform has, and does not send that again")
  void found() {
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    there = Optional.of("r0");
    say("a", "one");
    outbox(Window.NONE, true);
    awaitStates("SENT");
    assertThat(sent).hasSize(1);
    assertThat(looked).extracting(Post::key).containsExactly(sent.get(0).key());
    assertThat(looked.get(0).triedAt()).isPositive();
  }

  @Test
  @DisplayName("S16: sends again under the same key what the platform has not")
  void notFound() {
    answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    say("a", "one");
    outbox(Window.NONE, true);
    awaitStates("SENT");
    assertThat(sent).extracting(Post::key).hasSize(2).containsOnly(looked.get(0).key());
    assertThat(texts()).containsExactly("one", "one");
  }

  @Test
  @DisplayName("S16: sends again under the same key where the platform remembers it, unasked")
  void remembered() {
    answers.add(Future.failedFuture(new IllegalStateException("anything")));
    say("a", "one");
    outbox(Window.of(Duration.ofMinutes(2)), true);
    awaitStates("SENT");
    assertThat(sent).extracting(Post::key).hasSize(2).containsOnly(sent.get(0).key());
    assertThat(sent.get(0).key()).matches("[0-9a-f]{24}");
    assertThat(looked).isEmpty();
  }

  @Test
  @DisplayName("S25: keeps the order in a chat, and no chat waits for another")
  void order() {
    Promise<String> slow = Promise.promise();
    answers.add(slow.future());
    say("a", "a1");
    say("a", "a2");
    say("b", "b1");
    outbox(Window.NONE, false);
    awaitStates("ATTEMPTING", "PENDING", "SENT");
    assertThat(texts()).containsExactly("a1", "b1");
    loop.run(() -> slow.complete("r"));
    awaitStates("SENT", "SENT", "SENT");
    assertThat(texts()).containsExactly("a1", "b1", "a2");
  }

  @Test
  @DisplayName("S50: sends nowhere while the whole account is told to wait")
  void everywhere() {
    answers.add(Future.failedFuture(new SendFailure.Wait(1_500, true, "flood")));
    say("a", "a1");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> !sent.isEmpty());
    say("b", "b1");
    awaitStates("SENT", "SENT");
    assertThat(sent).hasSize(3);
    assertThat(Duration.ofNanos(sentAt.get(1) - sentAt.get(0)))
        .isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  @DisplayName(
      "S50: sends nothing in a chat while that is told to wait that is shown to be typed in")
  void typing() {
    Outbox outbox = outbox(Window.NONE, false);
    SendFailure flood = new SendFailure.Wait(1_500, false, "flood");
    long told = System.nanoTime();
    loop.ask(
        () -> {
          outbox.courtesy("a", () -> Future.failedFuture(flood));
          return Future.succeededFuture();
        });
    say("a", "a1");
    awaitStates("SENT");
    assertThat(Duration.ofNanos(sentAt.get(0) - told)).isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  @DisplayName("S50: waits as long as the whole account is told to when the clock is set back")
  void everywhereBefore() {
    Promise<String> flood = Promise.promise();
    answers.add(flood.future());
    say("a", "a1");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    loop.run(() -> flood.fail(new SendFailure.Wait(4_000, true, "flood")));
    awaitStates("PENDING");
    setBack = Duration.ofDays(1);
    awaitStates("SENT");
    assertThat(sent).hasSize(2);
    assertThat(Duration.ofNanos(sentAt.get(1) - sentAt.get(0)))
        .isGreaterThan(Duration.ofMillis(3_900));
  }

  @Test
  @DisplayName("tries again soon what the platform was not reached for before a clock was set back")
  void clockSetBack() {
    // After the third it waits for seconds, so that there is time to look.
    for (int tries = 0; tries < 2; tries++) {
      answers.add(Future.failedFuture(new SendFailure.NotSent("reset")));
    }
    Promise<String> third = Promise.promise();
    answers.add(third.future());
    say("a", "one");
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 3);
    loop.run(() -> third.fail(new SendFailure.NotSent("reset")));
    awaitStates("PENDING");
    setBack = Duration.ofDays(1);
    awaitStates("SENT");
    assertThat(sent).hasSize(4);
  }

  @Test
  @DisplayName("S16: sends copies no more often than before when a clock was set back")
  void clockSetBackInDoubt() {
    setBack = Duration.ofDays(-1);
    for (int copies = 0; copies < 3; copies++) {
      answers.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    }
    say("a", "one");
    outbox(Window.of(Duration.ofMinutes(2)), true);
    await().atMost(PATIENCE).until(() -> sent.size() >= 2);
    awaitStates("UNKNOWN");
    setBack = Duration.ZERO;
    awaitStates("SENT");
    assertThat(sent).hasSize(4);
    assertThat(Duration.ofNanos(sentAt.get(3) - sentAt.get(2)))
        .isGreaterThan(Duration.ofMillis(3_900));
  }

  @Test
  @DisplayName("tells the store until it is committed, and sends nothing again for that")
  void settles() {
    broken.set(2);
    say("a", "one");
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(sent).hasSize(1);
  }

  @Test
  @DisplayName("gives up what cannot even be tried, and its chat goes on")
  void fault() {
    say("a", "one");
    say("a", "two");
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    String id = get(store.deliveries(any, new Piece("", 100))).items().get(1).id();
    int beyond = 9_999;
    assertThat(get(store.attempting("bot", id, 0, beyond, 1))).isTrue();
    outbox(Window.NONE, true);
    awaitStates("DEAD", "SENT");
    assertThat(texts()).containsExactly("two");
  }

  @Test
  @DisplayName("gives up what its connector throws at, and its chat goes on")
  void thrown() {
    say("a", "throws");
    say("a", "two");
    outbox(Window.NONE, true);
    awaitStates("DEAD", "SENT");
    assertThat(texts()).containsExactly("throws", "two");
  }

  @Test
  @DisplayName("waits, when it is closed, for what is being sent, and begins nothing more")
  void closes() {
    Promise<String> slow = Promise.promise();
    answers.add(slow.future());
    say("a", "a1");
    say("a", "a2");
    Outbox outbox = outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> sent.size() == 1);
    loop.ask(
        () -> {
          Future<Void> closed = outbox.close();
          slow.complete("r");
          return closed;
        });
    awaitStates("SENT", "PENDING");
    assertThat(sent).hasSize(1);
  }
}
