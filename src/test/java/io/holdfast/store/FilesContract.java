package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Inbound;
import io.holdfast.model.Missed;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Revision;
import io.holdfast.model.Sender;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of the files that come with messages and go with replies. */
public abstract class FilesContract extends StoreContract {

  private static final long DAY = 86_400_000;

  private static final Attachment CAT = new Attachment("cat.png", "image/png", "AAEC");
  private static final Attachment SAME = new Attachment("tom.png", "image/png", "AAEC");
  private static final Attachment DOG = new Attachment("dog.txt", "text/plain", "aGk=");
  private static final String GONE = "[attached: cat.png, no longer kept]";

  protected FilesContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private static Inbound with(String chat, String id, Attachment... files) {
    return new Inbound(chat(chat), id, new Sender("ann", ""), "see", List.of(files), 0);
  }

  private Claimed running(String chat, String id, Attachment... files) {
    accept(with(chat, id, files), ROUTE);
    return claimOne();
  }

  private void finish(AttemptId attempt, String text, Attachment... files) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, text, List.of(files)));
    done(store.finish(attempt, Outcome.done(text), says, now));
  }

  private void deliver() {
    done(store.delivered("web", due().stream().map(Delivery::id).toList(), now));
  }

  /** Forgets what was over now, some days later; as the gateway does, until there is no more. */
  private int forget() {
    long before = now + 1;
    now += 3 * DAY;
    done(store.forget(0, now));
    int all = 0;
    for (int some = 1; some > 0; all += some) {
      some = done(store.forget(before, now));
    }
    return all;
  }

  private List<Attachment> files(Claimed claimed) {
    return claimed.messages().get(0).inbound().attachments();
  }

  private List<Attachment> files(Delivery delivery) {
    return ((Outgoing.Reply) delivery.content()).attachments();
  }

  private long contents() {
    return backend.rows("content");
  }

  @Test
  @DisplayName("S05: what two messages and a reply have in common is stored once, and each has it")
  void once() {
    accept(with("lobby", "m1", CAT, DOG, CAT), ROUTE);
    accept(with("cellar", "m2", SAME), ROUTE);
    crash();

    List<Claimed> claimed = claim(2);
    assertThat(files(claimed.get(0))).containsExactly(CAT, DOG, CAT);
    assertThat(files(claimed.get(1))).containsExactly(SAME);
    finish(claimed.get(0).attempt(), "mine", SAME);
    assertThat(files(due().get(0))).containsExactly(SAME);
    assertThat(contents()).isEqualTo(2);
    assertThat(accept(with("cellar", "m2", SAME), ROUTE).duplicate()).isTrue();
  }

  @Test
  @DisplayName("of a message that is changed those stay that it has then, of one taken back none")
  void changed() {
    accept(with("lobby", "m1", CAT, DOG), ROUTE);
    accept(with("cellar", "m2", DOG), ROUTE);
    now += 1;
    Inbound changed =
        new Inbound(chat("lobby"), "m1", new Sender("ann", ""), "see", List.of(SAME), now);
    assertThat(done(store.edit(changed, List.of(), now))).isEqualTo(Revision.MADE);
    assertThat(contents()).as("the dog is the other message's").isEqualTo(2);
    assertThat(done(store.retract("web", "m2", now))).isEqualTo(Revision.MADE);
    assertThat(contents()).isEqualTo(1);
    crash();
    assertThat(files(claimOne())).containsExactly(SAME);
  }

  private Revision change(String text, List<Missed> missed, Attachment... files) {
    Inbound said =
        new Inbound(chat("lobby"), "m1", new Sender("ann", ""), text, List.of(files), now);
    return done(store.edit(said, missed, now));
  }

  private static Missed missed(int place, String name, String type, long size) {
    return new Missed(place, name, type, size, "[" + name + ": not to be had]");
  }

  @Test
  @DisplayName(
      "of a message that is changed those stay that could not be had again, in their place")
  void stays() {
    accept(with("lobby", "m1", CAT, DOG, SAME), ROUTE);
    now += 1;
    List<Missed> missed =
        List.of(
            missed(0, "dog.txt", "text/plain", 2),
            missed(1, "new.txt", "text/plain", 2),
            missed(3, "cat.png", "image/png", 0));
    assertThat(change("look", missed, SAME)).isEqualTo(Revision.MADE);
    assertThat(change("look", missed, SAME)).as("again").isEqualTo(Revision.PASSED_OVER);
    crash();
    Inbound said = claimOne().messages().get(0).inbound();
    assertThat(said.attachments()).containsExactly(DOG, SAME, CAT);
    assertThat(said.text()).isEqualTo("look\n[new.txt: not to be had]");
    assertThat(contents()).isEqualTo(2);
  }

  @Test
  @DisplayName("one that is another file now, and could not be had, is not there")
  void isAnother() {
    accept(with("lobby", "m1", CAT), ROUTE);
    now += 1;
    assertThat(change("", List.of(missed(0, "cat.png", "image/png", 4)))).isEqualTo(Revision.MADE);
    Inbound said = claimOne().messages().get(0).inbound();
    assertThat(said.attachments()).isEmpty();
    assertThat(said.text()).isEqualTo("[cat.png: not to be had]");
    assertThat(contents()).isZero();
  }

  @Test
  @DisplayName("it remains as long as one has it whose time is not over, and then it is gone")
  void remains() {
    finish(running("lobby", "m1", CAT).attempt(), "one");
    deliver();
    Claimed open = running("cellar", "m2", SAME, DOG);

    assertThat(forget()).isPositive();
    crash();
    assertThat(contents()).isEqualTo(2);
    assertThat(done(store.file(chat("cellar"), "m2", 0))).contains(SAME);

    finish(open.attempt(), "two", DOG);
    deliver();
    forget();
    assertThat(contents()).isZero();
    assertThat(backend.rows("attached")).isZero();
    assertThat(forget()).isZero();
  }

  @Test
  @DisplayName("a file goes with a reply however long that waits, also in its second place")
  void waits() {
    Claimed claimed = running("lobby", "m1");
    finish(claimed.attempt(), "here", CAT);
    forget();
    assertThat(files(due().get(0))).containsExactly(CAT);

    String id = due().get(0).id();
    long place = due().get(0).seq();
    done(store.drop(id, now));
    done(store.retry(id, now));
    assertThat(due().get(0).seq()).isGreaterThan(place);
    forget();
    assertThat(files(due().get(0))).containsExactly(CAT);
    deliver();
    forget();
    assertThat(contents()).isZero();
  }

  @Test
  @DisplayName("where what it contains is gone its name is told, and the rest goes on")
  void isMissed() {
    AttemptId failed = running("lobby", "m1", CAT, DOG).attempt();
    fail(failed);
    Claimed other = running("cellar", "m2", DOG);
    finish(other.attempt(), "", CAT);
    done(store.drop(due().get(1).id(), now));
    forget();
    assertThat(contents()).isZero();

    command("lobby", "c1", new Change.Retry(failed.turn()));
    Inbound again = claimOne().messages().get(0).inbound();
    assertThat(again.attachments()).isEmpty();
    assertThat(again.text()).isEqualTo("see\n" + GONE + "\n[attached: dog.txt, no longer kept]");

    done(store.retry(other.attempt().turn() + ".1", now));
    Delivery reply = due().get(due().size() - 1);
    assertThat(reply.content().text()).isEqualTo(GONE);
    assertThat(files(reply)).isEmpty();
  }

  @Test
  @DisplayName("a command's file is over when the command is")
  void ofACommand() {
    done(store.command(with("lobby", "c1", CAT), facts -> List.of(), now));
    assertThat(contents()).isEqualTo(1);
    forget();
    assertThat(contents()).isZero();
  }

  @Test
  @DisplayName("the past names them, and what they contain is given to those who ask for it there")
  void past() {
    Claimed claimed = running("lobby", "m1", CAT, DOG);
    finish(claimed.attempt(), "mine", DOG);
    String reply = claimed.attempt().turn() + ".1";

    assertThat(done(store.history(chat("lobby"), "", 9)))
        .extracting(HistoryItem::files)
        .containsExactly(
            List.of(
                new Attached("cat.png", "image/png", 3), new Attached("dog.txt", "text/plain", 2)),
            List.of(new Attached("dog.txt", "text/plain", 2)));
    assertThat(done(store.file(chat("lobby"), "m1", 1))).contains(DOG);
    assertThat(done(store.file(chat("lobby"), reply, 0))).contains(DOG);
    assertThat(done(store.file(chat("lobby"), "m1", 2))).isEmpty();
    assertThat(done(store.file(chat("lobby"), "nothing", 0))).isEmpty();
    assertThat(done(store.file(chat("cellar"), "m1", 0))).isEmpty();
    assertThat(done(store.file(chat("cellar"), reply, 0))).isEmpty();

    deliver();
    forget();
    assertThat(done(store.file(chat("lobby"), "m1", 0))).isEmpty();
    assertThat(done(store.history(chat("lobby"), "", 9)).get(0).files()).hasSize(2);
  }

  @Test
  @DisplayName("who only looks what is there is not given them")
  void glance() {
    finish(running("lobby", "m1").attempt(), "mine", CAT);
    List<Delivery> glance =
        done(store.glance("web", Audience.everyone(), 0, Long.MAX_VALUE, 9)).deliveries();
    assertThat(glance).extracting(Delivery::id).containsExactly(due().get(0).id());
    assertThat(files(glance.get(0))).isEmpty();
    assertThat(files(due().get(0))).containsExactly(CAT);
  }

  @Test
  @DisplayName("one of some MiB is whole, and one that is no base64 is as it came")
  void asTheyAre() {
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    Attachment large = new Attachment("large", "a/b", Base64.getEncoder().encodeToString(bytes));
    Attachment odd = new Attachment("odd", "a/b", "no base64!");
    Attachment empty = new Attachment("empty", "a/b", "");
    assertThat(files(running("lobby", "m1", large, odd, empty))).containsExactly(large, odd, empty);
  }

  @Test
  @DisplayName("nobody loses one to whoever forgets at the same moment")
  void atTheSameMoment() {
    for (int i = 0; i < 40; i++) {
      now += 1;
      if (i % 2 == 0) {
        Future<?> forgetting = store.forget(now, now);
        done(store.accept(with("lobby", "m" + i, CAT), ROUTE, HELD, now));
        done(forgetting);
      } else {
        Future<?> accepting = store.accept(with("lobby", "m" + i, CAT), ROUTE, HELD, now);
        done(store.forget(now, now));
        done(accepting);
      }
      Claimed claimed = claimOne();
      assertThat(files(claimed)).as("round %d", i).containsExactly(CAT);
      finish(claimed.attempt(), "seen");
      deliver();
    }
    assertThat(contents()).isEqualTo(1);
  }
}
