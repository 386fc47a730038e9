package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
import io.holdfast.model.Outgoing;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The window of one connection. */
class OutflowTest {

  static Delivery delivery(long seq) {
    return delivery(seq, "c");
  }

  private static Delivery delivery(long seq, String chat) {
    return new Delivery(
        seq,
        "d" + seq,
        new Address("web", chat, ""),
        "t" + seq,
        new Outgoing.Reply(1, 1, "text", List.of()),
        List.of(),
        0);
  }

  private static List<Delivery> deliveries(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(OutflowTest::delivery).toList();
  }

  static List<Long> seqs(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::seq).toList();
  }

  private static Outflow.Read begun(Outflow outflow) {
    return outflow.begin().orElseThrow();
  }

  private static List<Delivery> take(Outflow outflow, List<Delivery> due) {
    return outflow.take(new Made(0, due));
  }

  private static void assertReads(Outflow.Read read, long after, int limit) {
    assertThat(read.after()).isEqualTo(after);
    assertThat(read.limit()).isEqualTo(limit);
  }

  @Test
  @DisplayName("Each read begins where the last one ended, for as much as there is room")
  void cursor() {
    Outflow outflow = new Outflow(5);
    assertReads(begun(outflow), 0, 5);
    assertThat(seqs(take(outflow, deliveries(1, 3)))).containsExactly(1L, 2L, 3L);
    assertThat(outflow.more()).isFalse();
    assertReads(begun(outflow), 3, 2);
  }

  @Test
  @DisplayName("A full window reads nothing until something is acknowledged, and then goes on")
  void full() {
    Outflow outflow = new Outflow(2);
    begun(outflow);
    take(outflow, deliveries(1, 2));
    assertThat(outflow.begin()).isEmpty();
    outflow.settle(delivery(1));
    assertThat(outflow.more()).isTrue();
    assertReads(begun(outflow), 2, 1);
  }

  @Test
  @DisplayName("Large files fill the window as many deliveries do, and one of any size has room")
  void heavy() {
    Outflow outflow = new Outflow(9);
    begun(outflow);
    take(outflow, List.of(heavy(1)));
    assertThat(outflow.more()).as("that was enough for one read").isTrue();
    assertThat(outflow.begin()).isEmpty();
    assertThat(outflow.review()).isPresent();
    outflow.settle(heavy(1));
    assertReads(begun(outflow), 1, 9);
    take(outflow, deliveries(2, 3));
    assertThat(outflow.more()).isFalse();
  }

  @Test
  @DisplayName("What rings while large files fill the window is read once there is room")
  void ringsWhileHeavy() {
    Outflow outflow = new Outflow(9);
    for (long seq = 1; seq <= 2; seq++) {
      begun(outflow);
      take(outflow, List.of(heavy(seq, Made.ENOUGH / 8 * 5)));
      assertThat(outflow.more()).isFalse();
    }
    assertThat(outflow.begin()).isEmpty();
    outflow.settle(delivery(1));
    assertThat(outflow.more()).isTrue();
    assertReads(begun(outflow), 2, 8);
  }

  @Test
  @DisplayName("Where much is owed, files are mentioned only, and nothing is left out")
  void owesMuch() {
    Outflow outflow = new Outflow(9);
    outflow.owe(heavy(4));
    outflow.owe(heavy(5));
    outflow.owe(delivery(6));
    begun(outflow);
    assertThat(take(outflow, List.of()))
        .extracting(Delivery::content)
        .containsExactly(
            heavy(4).content(),
            new Outgoing.Reply(1, 1, "text\n[attached: a, not shown]", List.of()),
            delivery(6).content());
  }

  private static Delivery heavy(long seq) {
    return heavy(seq, Made.ENOUGH);
  }

  private static Delivery heavy(long seq, int weight) {
    Attachment file = new Attachment("a", "b", "A".repeat(weight));
    Outgoing content = new Outgoing.Reply(1, 1, "text", List.of(file));
    Address address = new Address("web", "c", "");
    return new Delivery(seq, "d" + seq, address, "t" + seq, content, List.of(), 0);
  }

  @Test
  @DisplayName("One read at a time; what rang meanwhile makes it look again")
  void again() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    assertThat(outflow.begin()).isEmpty();
    take(outflow, List.of());
    assertThat(outflow.more()).isTrue();
    begun(outflow);
    take(outflow, List.of());
    assertThat(outflow.more()).isFalse();
  }

  @Test
  @DisplayName("A failed read is asked again")
  void failed() {
    Outflow outflow = new Outflow(5);
    Outflow.Read read = begun(outflow);
    outflow.failed();
    assertThat(begun(outflow)).isEqualTo(read);
  }

  @Test
  @DisplayName("A rewind gives what was passed over, and not what is in flight")
  void rewind() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    take(outflow, List.of(delivery(2), delivery(5)));
    outflow.rewind();
    assertReads(begun(outflow), 0, 5);
    List<Delivery> all = List.of(delivery(1, "n"), delivery(2), delivery(4, "n"), delivery(5));
    assertThat(seqs(take(outflow, all))).containsExactly(1L, 4L);
    assertReads(begun(outflow), 5, 1);
  }

  @Test
  @DisplayName("A rewind during a read is not undone by it")
  void rewindDuringRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.rewind();
    take(outflow, List.of(delivery(7)));
    assertThat(outflow.more()).isTrue();
    assertThat(begun(outflow).after()).isZero();
  }

  @Test
  @DisplayName("What was settled during a read is not sent again by it")
  void staleRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    take(outflow, deliveries(1, 2));
    outflow.rewind();
    begun(outflow);
    outflow.settle(delivery(1));
    assertThat(take(outflow, deliveries(1, 3))).extracting(Delivery::seq).containsExactly(3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d2", "d3");
  }

  @Test
  @DisplayName("What a peer acked before it was sent here is sent all the same, in its place")
  void owed() {
    Outflow outflow = new Outflow(5);
    outflow.owe(delivery(2));
    assertThat(begun(outflow).after()).isZero();
    assertThat(seqs(take(outflow, List.of(delivery(1), delivery(3))))).containsExactly(1L, 2L, 3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d1", "d3");
  }

  @Test
  @DisplayName("What a peer acks during a read that went past it is sent in its place")
  void owedDuringRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.owe(delivery(2));
    outflow.settle(delivery(2));
    assertThat(seqs(take(outflow, List.of(delivery(1), delivery(3))))).containsExactly(1L, 2L, 3L);
  }

  @Test
  @DisplayName("What a peer acks during a read that ended before it waits for the next")
  void owedAfterRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.owe(delivery(3));
    assertThat(seqs(take(outflow, List.of(delivery(1))))).containsExactly(1L);
    assertThat(outflow.more()).isTrue();
    begun(outflow);
    assertThat(seqs(take(outflow, List.of(delivery(2), delivery(3))))).containsExactly(2L, 3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d1", "d2");
  }

  @Test
  @DisplayName("What was owed and sent is not sent again by a rewind before the store has settled")
  void owedAndRewound() {
    Outflow outflow = new Outflow(5);
    outflow.owe(delivery(1));
    begun(outflow);
    assertThat(seqs(take(outflow, List.of(delivery(1))))).containsExactly(1L);
    outflow.rewind();
    begun(outflow);
    assertThat(take(outflow, List.of(delivery(1)))).isEmpty();
  }

  @Test
  @DisplayName("What is owed waits behind a full read")
  void owedBehindFull() {
    Outflow outflow = new Outflow(2);
    outflow.owe(delivery(9));
    begun(outflow);
    assertThat(seqs(take(outflow, deliveries(1, 2)))).containsExactly(1L, 2L);
    outflow.settle(delivery(1));
    outflow.settle(delivery(2));
    begun(outflow);
    assertThat(seqs(take(outflow, List.of(delivery(3))))).containsExactly(3L, 9L);
  }

  @Test
  @DisplayName("An unsubscribed chat gives its room back")
  void forget() {
    Outflow outflow = new Outflow(2);
    begun(outflow);
    take(outflow, List.of(delivery(1, "a"), delivery(2, "b")));
    outflow.forget(Set.of("a"));
    assertThat(outflow.unacked()).containsExactly("d2");
    assertThat(outflow.begin()).isPresent();
  }

  @Test
  @DisplayName("Of what is settled, it reads what was made since it began, and nothing twice")
  void follows() {
    Outflow outflow = new Outflow(5);
    assertThat(begun(outflow).settledAfter()).isEqualTo(Long.MAX_VALUE);
    outflow.take(new Made(7, deliveries(1, 2)));
    assertThat(begun(outflow).settledAfter()).isEqualTo(7);
    outflow.take(new Made(12, deliveries(8, 9)));
    outflow.rewind();
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(0, 12, 5));
    assertThat(outflow.isNews(delivery(12))).isFalse();
    assertThat(outflow.isNews(delivery(13))).isTrue();
  }

  @Test
  @DisplayName("A full read has seen what is settled as far as it goes")
  void followsAsFar() {
    Outflow outflow = new Outflow(2);
    begun(outflow);
    outflow.take(new Made(7, List.of()));
    begun(outflow);
    outflow.take(new Made(20, deliveries(8, 9)));
    outflow.settle(delivery(8));
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(9, 9, 1));
  }

  @Test
  @DisplayName("A full window lets go of what was acked elsewhere, as far as was asked")
  void review() {
    Outflow outflow = new Outflow(3);
    begun(outflow);
    assertThat(outflow.review()).isEmpty();
    take(outflow, deliveries(4, 6));
    assertThat(outflow.review()).contains(new Outflow.Review(3, 6, 6));

    outflow.reviewed(new Outflow.Review(3, 6, 1), List.of(delivery(4)));
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d4", "d5", "d6");
    outflow.reviewed(new Outflow.Review(3, 6, 6), List.of(delivery(5)));
    assertThat(outflow.unacked()).containsExactly("d5");
    outflow.reviewed(new Outflow.Review(3, 4, 6), List.of());
    assertThat(outflow.unacked()).containsExactly("d5");
    assertThat(outflow.review()).isEmpty();
  }
}
