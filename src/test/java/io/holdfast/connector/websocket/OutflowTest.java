package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Delivery;
import io.holdfast.model.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window of one connection. */
class OutflowTest {

  private static Delivery delivery(long seq) {
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

  private static List<Long> seqs(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::seq).toList();
  }

  private static Outflow.Read begun(Outflow outflow) {
    return outflow.begin().orElseThrow();
  }

  @Test
  @DisplayName("Each read begins where the last one ended, for as much as there is room")
  void cursor() {
    Outflow outflow = new Outflow(5);
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(0, 5));
    assertThat(seqs(outflow.take(deliveries(1, 3)))).containsExactly(1L, 2L, 3L);
    assertThat(outflow.more()).isFalse();
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(3, 2));
  }

  @Test
  @DisplayName("A full window reads nothing until something is acknowledged, and then goes on")
  void full() {
    Outflow outflow = new Outflow(2);
    begun(outflow);
    outflow.take(deliveries(1, 2));
    assertThat(outflow.begin()).isEmpty();
    outflow.settle(delivery(1));
    assertThat(outflow.more()).isTrue();
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(2, 1));
  }

  @Test
  @DisplayName("One read at a time; what rang meanwhile makes it look again")
  void again() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    assertThat(outflow.begin()).isEmpty();
    outflow.take(List.of());
    assertThat(outflow.more()).isTrue();
    begun(outflow);
    outflow.take(List.of());
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
    outflow.take(List.of(delivery(2), delivery(5)));
    outflow.rewind();
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(0, 5));
    List<Delivery> all = List.of(delivery(1, "n"), delivery(2), delivery(4, "n"), delivery(5));
    assertThat(seqs(outflow.take(all))).containsExactly(1L, 4L);
    assertThat(begun(outflow)).isEqualTo(new Outflow.Read(5, 1));
  }

  @Test
  @DisplayName("A rewind during a read is not undone by it")
  void rewindDuringRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.rewind();
    outflow.take(List.of(delivery(7)));
    assertThat(outflow.more()).isTrue();
    assertThat(begun(outflow).after()).isZero();
  }

  @Test
  @DisplayName("What was settled during a read is not sent again by it")
  void staleRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.take(deliveries(1, 2));
    outflow.rewind();
    begun(outflow);
    outflow.settle(delivery(1));
    assertThat(outflow.take(deliveries(1, 3))).extracting(Delivery::seq).containsExactly(3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d2", "d3");
  }

  @Test
  @DisplayName("What a peer settled before it was sent here is sent all the same, in its place")
  void owed() {
    Outflow outflow = new Outflow(5);
    outflow.settle(delivery(2));
    assertThat(begun(outflow).after()).isZero();
    assertThat(seqs(outflow.take(List.of(delivery(1), delivery(3))))).containsExactly(1L, 2L, 3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d1", "d3");
  }

  @Test
  @DisplayName("What a peer settles during a read waits for the next, which gives all before it")
  void owedDuringRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.settle(delivery(3));
    assertThat(seqs(outflow.take(List.of(delivery(1))))).containsExactly(1L);
    assertThat(outflow.more()).isTrue();
    begun(outflow);
    assertThat(seqs(outflow.take(List.of(delivery(2))))).containsExactly(2L, 3L);
  }

  @Test
  @DisplayName("What is owed waits behind a full read")
  void owedBehindFull() {
    Outflow outflow = new Outflow(2);
    outflow.settle(delivery(9));
    begun(outflow);
    assertThat(seqs(outflow.take(deliveries(1, 2)))).containsExactly(1L, 2L);
    outflow.settle(delivery(1));
    outflow.settle(delivery(2));
    begun(outflow);
    assertThat(seqs(outflow.take(List.of(delivery(3))))).containsExactly(3L, 9L);
  }

  @Test
  @DisplayName("An unsubscribed chat gives its room back")
  void forget() {
    Outflow outflow = new Outflow(2);
    begun(outflow);
    outflow.take(List.of(delivery(1, "a"), delivery(2, "b")));
    outflow.forget(Set.of("a"));
    assertThat(outflow.unacked()).containsExactly("d2");
    assertThat(outflow.begin()).isPresent();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("Whatever two peers do, each gets every delivery exactly once and in order")
  void peers(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, Delivery> store = new TreeMap<>();
    List<Peer> peers = List.of(new Peer(store, 1 + random.nextInt(4)), new Peer(store, 3));
    long made = 0;
    for (int step = 0; step < 4000; step++) {
      Peer peer = peers.get(random.nextInt(2));
      switch (random.nextInt(6)) {
        case 0 -> store.put(++made, delivery(made));
        case 1 -> peer.begin();
        case 2 -> peer.end();
        case 3 -> peer.ack(random).ifPresent(d -> settle(store, peers, d));
        case 4 -> peer.outflow.rewind();
        default -> peer.fail();
      }
    }
    for (int round = 0;
        round < 20_000 && peers.stream().anyMatch(p -> p.got.size() < 900);
        round++) {
      peers.forEach(Peer::end);
      peers.forEach(Peer::begin);
      peers.forEach(p -> p.ack(random).ifPresent(d -> settle(store, peers, d)));
      if (made < 900) {
        store.put(++made, delivery(made));
      }
    }
    for (Peer peer : peers) {
      assertThat(peer.got)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, made).boxed().toList());
    }
  }

  private static void settle(TreeMap<Long, Delivery> store, List<Peer> peers, Delivery delivery) {
    if (store.remove(delivery.seq()) != null) {
      peers.forEach(peer -> peer.outflow.settle(delivery));
    }
  }

  /** A connection against a store that answers what it held when the read began. */
  private static final class Peer {
    private final TreeMap<Long, Delivery> store;
    private final Outflow outflow;
    private final List<Long> got = new ArrayList<>();
    private List<Delivery> snapshot = List.of();
    private boolean reading;

    Peer(TreeMap<Long, Delivery> store, int limit) {
      this.store = store;
      this.outflow = new Outflow(limit);
    }

    void begin() {
      outflow.begin().ifPresent(this::read);
    }

    private void read(Outflow.Read read) {
      reading = true;
      snapshot = store.tailMap(read.after(), false).values().stream().limit(read.limit()).toList();
    }

    void end() {
      if (reading) {
        reading = false;
        got.addAll(seqs(outflow.take(snapshot)));
      }
    }

    void fail() {
      if (reading) {
        reading = false;
        outflow.failed();
      }
    }

    Optional<Delivery> ack(Random random) {
      List<String> ids = outflow.unacked().stream().sorted().toList();
      return ids.isEmpty()
          ? Optional.empty()
          : outflow.held(List.of(ids.get(random.nextInt(ids.size())))).stream().findFirst();
    }
  }
}
