package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Live;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The draft of a turn")
class DraftsTest extends DraftsCase {

  private static final Budget TWO =
      new Budget(List.of(new Budget.Rate(2, Duration.ofHours(1))), List.of());

  /** Whatever was to be shown by then has been. */
  private void awaitTurnInAnotherChat() {
    Address other = new Address("bot", "b", "");
    bus.show(new Live.Delta(other, begin(other), 0, "elsewhere"));
    await().atMost(PATIENCE).until(() -> platform.asked.contains("send elsewhere"));
  }

  @Test
  @DisplayName("grows in one message, many pieces at once, and becomes the reply")
  void grows() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    for (int i = 0; i < 9; i++) {
      say(attempt, "word ");
    }
    awaitVisible("word ".repeat(9));
    say(attempt, "and more");
    awaitVisible("word ".repeat(9) + "and more");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).hasSizeLessThan(15);
    assertThat(platform.asked.get(0)).startsWith("send word");
    assertThat(platform.asked.get(platform.asked.size() - 1)).isEqualTo("edit all of it");
  }

  @Test
  @DisplayName("S50: leaves half of the budget to the reply")
  void budget() {
    connect(TWO, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    say(attempt, " two");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "edit all of it");
  }

  @Test
  @DisplayName("S50: waits while something else is due in its chat")
  void afterWhatIsDue() {
    platform.sends.add(Future.failedFuture(new SendFailure.NotSent("not reached")));
    get(store.command(message(CHAT, "/x"), facts -> List.of(new Change.Answer("a notice")), 1));
    connect(Budget.FREE, false);
    awaitAsked(1);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("a notice", "one");
    assertThat(platform.asked).containsExactly("send a notice", "send a notice", "send one");
  }

  @Test
  @DisplayName("S50: told to wait, holds up its reply as long, and nothing is sent before")
  void waits() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Wait(3_500, false, "flood")));
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    awaitVisible("all of it");
    long waited = platform.editedAt.get(1) - platform.editedAt.get(0);
    assertThat(Duration.ofNanos(waited)).isGreaterThan(Duration.ofMillis(3_400));
    assertThat(platform.asked).containsExactly("send one", "edit one two", "edit all of it");
  }

  @Test
  @DisplayName("S14: which never left is tried again, and then brought up to date")
  void notReached() {
    connect(Budget.FREE, false);
    platform.sends.add(Future.failedFuture(new SendFailure.NotSent("not reached")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitAsked(1);
    say(attempt, " two");
    awaitVisible("one two");
    assertThat(platform.asked).containsExactly("send one", "send one", "edit one two");
  }

  @Test
  @DisplayName("S12: goes on in the same message when its turn is resumed")
  void resumed() {
    connect(Budget.FREE, false);
    AttemptId first = begin();
    say(first, "one");
    awaitVisible("one");
    get(store.release(first, 1));
    AttemptId second = claim("resumed");
    bus.show(new Live.TurnChanged(CHAT, first, "interrupted", "", 0, List.of()));
    say(second, "one again");
    awaitVisible("one again");
    finish(second, "all of it");
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("stays above a question of its turn, and what comes after that is shown behind it")
  void asks() {
    connect(Budget.FREE, false);
    AttemptId first = begin();
    say(first, "one");
    awaitVisible("one");
    ask(first, "may I?");
    awaitVisible("one", "may I?");
    answer("yes");
    AttemptId second = claim("running");
    say(second, "one");
    awaitVisible("one", "may I?", "one");
    say(second, " two");
    awaitVisible("one", "may I?", "one two");
    finish(second, "one two three");
    awaitVisible("one", "may I?", "one two three");
    assertThat(platform.asked)
        .containsExactly(
            "send one", "send may I?", "send one", "edit one two", "edit one two three");
  }

  @Test
  @DisplayName("stays above a question of its turn, and a reply that is not shown before is sent")
  void asksAndEnds() {
    connect(Budget.FREE, false);
    AttemptId first = begin();
    say(first, "one");
    awaitVisible("one");
    ask(first, "may I?");
    answer("yes");
    get(store.command(message(CHAT, "/x"), facts -> List.of(new Change.Answer("a notice")), 1));
    finish(claim("running"), "all of it");
    awaitVisible("one", "may I?", "a notice", "all of it");
    assertThat(platform.asked.get(3)).isEqualTo("send all of it");
  }

  @Test
  @DisplayName("whose first words are on their way when its turn asks stands above the question")
  void asksMeanwhile() {
    connect(Budget.FREE, false);
    Promise<String> sending = Promise.promise();
    platform.sends.add(sending.future());
    AttemptId first = begin();
    say(first, "one");
    awaitAsked(1);
    ask(first, "may I?");
    answer("yes");
    AttemptId second = claim("running");
    platform.visible.add("one");
    sending.complete("0");
    awaitVisible("one", "may I?");
    say(second, "one again");
    awaitVisible("one", "may I?", "one again");
    finish(second, "all of it");
    awaitVisible("one", "may I?", "all of it");
  }

  @Test
  @DisplayName("has no hole where a piece was lost on the way")
  void hole() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    said++;
    say(attempt, " three", " four");
    awaitTurnInAnotherChat();
    finish(attempt, "one two three four");
    awaitVisible("one two three four", "elsewhere");
    assertThat(platform.asked)
        .containsExactly("send one", "send elsewhere", "edit one two three four");
  }

  @Test
  @DisplayName("S17: of a long text is its beginning, and the rest of the reply follows it")
  void longText() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    String line = "a line of some words\n";
    say(attempt, line.repeat(3), line.repeat(5), line.repeat(20));
    awaitAsked(1);
    finish(attempt, line.repeat(28));
    await().atMost(PATIENCE).until(() -> String.join("", platform.visible).length() == 588);
    assertThat(String.join("", platform.visible)).isEqualTo(line.repeat(28));
    assertThat(platform.asked).allMatch(one -> one.length() <= 105);
    assertThat(platform.asked.stream().filter(one -> one.startsWith("send"))).hasSize(7);
  }
}
