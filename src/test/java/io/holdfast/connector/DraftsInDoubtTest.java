package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Draft;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The draft of a turn, lost or in doubt,")
class DraftsInDoubtTest extends DraftsCase {

  @Test
  @DisplayName("S16: is not written over its reply: the reply waits for what is under way")
  void underWay() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    Promise<Void> slow = Promise.promise();
    platform.edits.add(slow.future());
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    get(vertx.timer(200, TimeUnit.MILLISECONDS));
    assertThat(platform.asked).hasSize(2);
    platform.change("0", "one two");
    loop.run(slow::complete);
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("S16: is not written over its reply by a request whose answer was lost, either")
  void lands() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    Promise<Void> landed = Promise.promise();
    vertx.setTimer(1_000, late -> platform.change("0", "one two").onComplete(landed));
    say(attempt, " two");
    awaitAsked(2);
    finish(attempt, "all of it");
    get(landed.future());
    awaitVisible("all of it");
  }

  @Test
  @DisplayName("S16: ends with its turn, though nobody says that it has ended")
  void endUnheard() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    say(attempt, " two");
    AttemptId next = begin();
    say(next, "again");
    awaitVisible("all of it", "again");
  }

  @Test
  @DisplayName("S16: is no more once its message is deleted, and the reply is sent")
  void gone() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Gone("deleted")));
    say(attempt, " two");
    awaitDraft(attempt, Draft.State.GONE);
    say(attempt, " three");
    finish(attempt, "all of it");
    awaitVisible("one", "all of it");
    assertThat(platform.asked).containsExactly("send one", "edit one two", "send all of it");
  }

  @Test
  @DisplayName("S16: deleted under its reply, or not to be changed, the reply is sent")
  void goneUnderTheReply() {
    connect(Budget.FREE, false);
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitVisible("one");
    platform.edits.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    platform.edits.add(Future.failedFuture(new SendFailure.Refused("not to be changed")));
    finish(attempt, "all of it");
    awaitVisible("one", "all of it");
    assertThat(platform.asked)
        .containsExactly("send one", "edit all of it", "edit all of it", "send all of it");
  }

  @Test
  @DisplayName("S16: which may be there is found, and becomes the reply")
  void found() {
    connect(Budget.FREE, true);
    platform.sends.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitDraft(attempt, Draft.State.ATTEMPTING);
    platform.show(
        new Post(
            get(store.draft(attempt)).orElseThrow().key(),
            CHAT,
            "one",
            List.of(),
            List.of(),
            List.of(),
            1));
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "edit all of it");
  }

  @Test
  @DisplayName("S16: which may be there and cannot be found stays alone, and the reply is sent")
  void notFindable() {
    connect(Budget.FREE, false);
    platform.sends.add(Future.failedFuture(new SendFailure.Unknown("reset")));
    AttemptId attempt = begin();
    say(attempt, "one");
    awaitAsked(1);
    say(attempt, " two");
    finish(attempt, "all of it");
    awaitVisible("all of it");
    assertThat(platform.asked).containsExactly("send one", "send all of it");
  }
}
