package io.holdfast.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.ClaimRequest.Suspects;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outbox with files in it")
class OutboxFilesTest extends OutboxCase {

  /** A turn answers with files. */
  private void reply(String chat, Attachment... files) {
    Address address = new Address("bot", chat, "");
    Inbound message =
        new Inbound(address, "m" + messages++, new Sender("ann", ""), "x", List.of(), 0);
    get(store.accept(message, new Route("agent", DoubleText.ENQUEUE, 9), "", 1));
    ClaimRequest one =
        new ClaimRequest(
            "agent", "node-1", 1, 1, new Suspects(3, 0), (reason, away, steps) -> Optional.empty());
    AttemptId attempt = get(store.claim(one, 1)).get(0).attempt();
    Outgoing says = new Outgoing.Reply(1, 1, "look", List.of(files));
    get(store.finish(attempt, Outcome.done("look"), List.of(says), 1));
  }

  @Test
  @DisplayName("reads each file when it is its turn, later where the store cannot give it now")
  void files() {
    Attachment one = new Attachment("same.txt", "text/plain", "b25l");
    Attachment two = new Attachment("same.txt", "text/plain", "dHdv");
    Attachment large = new Attachment("large", "text/plain", "A".repeat(1 << 20));
    breaks = "file";
    broken.set(1);
    reply("a", one, large, two);
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", Wording.filesLeft(1));
    assertThat(sent)
        .extracting(Post::attachments)
        .containsExactly(List.of(), List.of(one), List.of(two));
    assertThat(broken).hasValue(0);
  }

  @Test
  @DisplayName("says which file the platform refuses, and goes on with the next")
  void refused() {
    Attachment one = new Attachment("a.txt", "text/plain", "b25l");
    Attachment two = new Attachment("b.txt", "text/plain", "dHdv");
    answers.add(Future.succeededFuture("r1"));
    answers.add(Future.failedFuture(new SendFailure.Refused("no such type")));
    reply("a", one, two);
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", "(a.txt is not taken here.)", "");
    assertThat(sent)
        .extracting(Post::attachments)
        .containsExactly(List.of(), List.of(one), List.of(), List.of(two));
  }

  @Test
  @DisplayName("gives up where the platform refuses everything, and begins with the file again")
  void allRefused() {
    Attachment one = new Attachment("a.txt", "text/plain", "b25l");
    answers.add(Future.succeededFuture("r1"));
    answers.add(Future.failedFuture(new SendFailure.Refused("no rights")));
    answers.add(Future.failedFuture(new SendFailure.Refused("no rights")));
    reply("a", one);
    outbox(Window.NONE, false);
    awaitStates("DEAD");
    DeliveryFilter any = new DeliveryFilter(Optional.empty(), "", "");
    String id = get(store.deliveries(any, new Piece("", 100))).items().get(0).id();
    assertThat(get(store.retry(id, 1))).isTrue();
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "", "(a.txt is not taken here.)", "");
    assertThat(sent.get(3).attachments()).containsExactly(one);
  }

  @Test
  @DisplayName("says of a file that cannot be read that it is not kept, and holds up nothing")
  void damaged() {
    fault = new IllegalStateException("a damaged page");
    breaks = "file";
    broken.set(1);
    reply("a", new Attachment("one.txt", "text/plain", "b25l"));
    outbox(Window.NONE, false);
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "[attached: one.txt, no longer kept]");
  }

  @Test
  @DisplayName("S43: begins nothing with a file that it was given after its time to send was over")
  void tooLate() {
    breaks = "file";
    broken.set(1);
    fault = new IllegalStateException("and the lease has run out meanwhile");
    onFault = () -> permitted = false;
    reply("a", new Attachment("one.txt", "text/plain", "b25l"));
    outbox(Window.NONE, false);
    await().atMost(PATIENCE).until(() -> calledLate.contains("heads"));
    assertThat(calledLate).doesNotContain("attempting");
    permitted = true;
    awaitStates("SENT");
    assertThat(texts()).containsExactly("look", "");
  }
}
