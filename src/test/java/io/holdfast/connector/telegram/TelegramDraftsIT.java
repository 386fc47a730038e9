package io.holdfast.connector.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.connector.telegram.FakeTelegram.Fate;
import io.holdfast.model.AttemptId;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bot on Telegram that writes")
class TelegramDraftsIT extends TelegramCase {

  @Test
  @DisplayName("shows a reply while it is written, in one message, and that it writes")
  void streams() {
    rig.deploy("at-most-once");
    AttemptId attempt = begin("Once");
    soon().until(() -> telegram.actions() > 0);
    awaitTexts("Once");
    rig.say(attempt, 1, " upon");
    rig.say(attempt, 2, " a time");
    awaitTexts("Once upon a time");
    String reply = "Once upon a time there was an end.";
    rig.finish(attempt, reply);
    awaitStates("SENT");
    assertThat(telegram.texts()).containsExactly(reply);
    assertThat(telegram.shown())
        .startsWith("Once")
        .contains("Once upon a time")
        .endsWith(reply)
        .allMatch(reply::startsWith)
        .doesNotHaveDuplicates();
    assertThat(rig.query("SELECT receipts FROM sending")).isEqualTo("[\"2\"]");
    assertThat(rig.query("SELECT count(*) FROM draft")).isEqualTo("0");
  }

  @Test
  @DisplayName("S16: gives a message its last text again where the answer was lost: seen once")
  void changeLost() {
    rig.deploy("at-most-once");
    AttemptId attempt = begin("Once");
    awaitTexts("Once");
    telegram.nextChanges(Fate.SHOWN_AND_CUT);
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    assertThat(telegram.texts()).containsExactly("the end");
    assertThat(telegram.edits()).isEqualTo(2);
    assertThat(telegram.sends()).isEqualTo(1);
  }

  @Test
  @DisplayName("S16: sends a reply whose message was deleted, or is not to be changed")
  void messageGone() {
    rig.deploy("at-most-once");
    AttemptId attempt = begin("Once");
    awaitTexts("Once");
    telegram.clear();
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    awaitTexts("the end");
    AttemptId next = begin("Twice");
    awaitTexts("the end", "Twice");
    telegram.nextChanges(Fate.REFUSED);
    rig.finish(next, "this, too");
    awaitStates("SENT,SENT");
    awaitTexts("the end", "Twice", "this, too");
  }

  @Test
  @DisplayName("S16: shows no more of a reply whose first words may be there, and sends it beside")
  void firstWordsLost() {
    rig.deploy("at-most-once");
    telegram.next(Fate.SHOWN_AND_CUT);
    AttemptId attempt = begin("Once");
    awaitTexts("Once");
    rig.say(attempt, 1, " upon");
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    assertThat(telegram.texts()).containsExactly("Once", "the end");
    assertThat(telegram.edits()).isZero();
  }

  @Test
  @DisplayName("S50: sends nothing in a chat while it is told to wait for showing that it writes")
  void floodedByTyping() {
    rig.stream = false;
    rig.deploy("at-most-once");
    telegram.floodActions("3");
    AttemptId attempt = begin("Once");
    soon().until(() -> telegram.actions() > 0);
    soon().during(Duration.ofMillis(300)).until(() -> telegram.sends() == 0);
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    assertThat(telegram.visible().get(0).at() - telegram.flooded()).isGreaterThanOrEqualTo(3_000);
  }

  @Test
  @DisplayName("shows a reply only once it is final where it is told so")
  void doesNotStream() {
    rig.stream = false;
    rig.deploy("at-most-once");
    AttemptId attempt = begin("Once");
    soon().until(() -> telegram.actions() > 0);
    telegram.says(6, "a stranger");
    soon().until(() -> telegram.visible().size() == 1);
    rig.finish(attempt, "the end");
    awaitStates("SENT");
    assertThat(telegram.shown()).doesNotContain("Once").endsWith("the end");
  }
}
