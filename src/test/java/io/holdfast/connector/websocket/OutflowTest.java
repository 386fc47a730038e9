package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Delivery;
import io.holdfast.model.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
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
  @DisplayName("What a peer acked before it was sent here is sent all the same, in its place")
  void owed() {
    Outflow outflow = new Outflow(5);
    outflow.owe(delivery(2));
    assertThat(begun(outflow).after()).isZero();
    assertThat(seqs(outflow.take(List.of(delivery(1), delivery(3))))).containsExactly(1L, 2L, 3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d1", "d3");
  }

  @Test
  @DisplayName("What a peer acks during a read that went past it is sent in its place")
  void owedDuringRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.owe(delivery(2));
    outflow.settle(delivery(2));
    assertThat(seqs(outflow.take(List.of(delivery(1), delivery(3))))).containsExactly(1L, 2L, 3L);
  }

  @Test
  @DisplayName("What a peer acks during a read that ended before it waits for the next")
  void owedAfterRead() {
    Outflow outflow = new Outflow(5);
    begun(outflow);
    outflow.owe(delivery(3));
    assertThat(seqs(outflow.take(List.of(delivery(1))))).containsExactly(1L);
    assertThat(outflow.more()).isTrue();
    begun(outflow);
    assertThat(seqs(outflow.take(List.of(delivery(2), delivery(3))))).containsExactly(2L, 3L);
    assertThat(outflow.unacked()).containsExactlyInAnyOrder("d1", "d2");
  }

  @Test
  @DisplayName("What was owed and sent is not sent again by a rewind before the store has settled")
  void owedAndRewound() {
    Outflow outflow = new Outflow(5);
    outflow.owe(delivery(1));
    begun(outflow);
    assertThat(seqs(outflow.take(List.of(delivery(1))))).containsExactly(1L);
    outflow.rewind();
    begun(outflow);
    assertThat(outflow.take(List.of(delivery(1)))).isEmpty();
  }

  @Test
  @DisplayName("What is owed waits behind a full read")
  void owedBehindFull() {
    Outflow outflow = new Outflow(2);
    outflow.owe(delivery(9));
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
    Crowd crowd = new Crowd(new Random(seed));
    for (int step = 0; step < 20_000; step++) {
      crowd.step(true);
    }
    for (int step = 0; step < 200_000 && !crowd.done(); step++) {
      crowd.step(false);
    }
    for (Peer peer : crowd.peers) {
      assertThat(peer.got)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, crowd.made).boxed().toList());
    }
  }

  /** Two connections and a store, each of whose moves may come at any time after its cause. */
  private static final class Crowd {
    private final Random random;
    private final TreeMap<Long, Delivery> store = new TreeMap<>();
    private final List<Peer> peers;
    private final ArrayDeque<Delivery> committing = new ArrayDeque<>();
    private final ArrayDeque<Delivery> committed = new ArrayDeque<>();
    private final Set<Long> acked = new HashSet<>();
    private long made;

    Crowd(Random random) {
      this.random = random;
      this.peers = List.of(new Peer(store, 1 + random.nextInt(4)), new Peer(store, 3));
    }

    void step(boolean disturbed) {
      Peer peer = peers.get(random.nextInt(2));
      switch (random.nextInt(disturbed ? 10 : 7)) {
        case 0, 1 -> peer.begin();
        case 2 -> peer.look();
        case 3 -> peer.end();
        case 4 -> peer.ack(random).ifPresent(this::acked);
        case 5 -> commit();
        case 6 -> settle();
        case 7 -> peer.outflow.rewind();
        case 8 -> peer.fail();
        default -> store.put(++made, delivery(made));
      }
    }

    private void acked(Delivery delivery) {
      if (acked.add(delivery.seq())) {
        peers.forEach(peer -> peer.outflow.owe(delivery));
        committing.add(delivery);
      }
    }

    private void commit() {
      if (!committing.isEmpty()) {
        Delivery delivery = committing.remove();
        store.remove(delivery.seq());
        committed.add(delivery);
      }
    }

    private void settle() {
      if (!committed.isEmpty()) {
        Delivery delivery = committed.remove();
        peers.forEach(peer -> peer.outflow.settle(delivery));
      }
    }

    boolean done() {
      return peers.stream().allMatch(peer -> peer.got.size() >= made);
    }
  }

  /** A connection whose reads see the store as it is at some moment between asking and getting. */
  private static final class Peer {
    private final TreeMap<Long, Delivery> store;
    private final Outflow outflow;
    private final List<Long> got = new ArrayList<>();
    private Optional<Outflow.Read> asked = Optional.empty();
    private Optional<List<Delivery>> seen = Optional.empty();

    Peer(TreeMap<Long, Delivery> store, int limit) {
      this.store = store;
      this.outflow = new Outflow(limit);
    }

    void begin() {
      asked = asked.isEmpty() ? outflow.begin() : asked;
    }

    void look() {
      if (seen.isEmpty()) {
        seen = asked.map(read -> due(read.after(), read.limit()));
      }
    }

    private List<Delivery> due(long after, int limit) {
      return store.tailMap(after, false).values().stream().limit(limit).toList();
    }

    void end() {
      seen.ifPresent(due -> got.addAll(seqs(outflow.take(due))));
      forget();
    }

    void fail() {
      seen.ifPresent(due -> outflow.failed());
      forget();
    }

    private void forget() {
      asked = seen.isPresent() ? Optional.empty() : asked;
      seen = Optional.empty();
    }

    Optional<Delivery> ack(Random random) {
      List<String> ids = outflow.unacked().stream().sorted().toList();
      return ids.isEmpty()
          ? Optional.empty()
          : outflow.held(List.of(ids.get(random.nextInt(ids.size())))).stream().findFirst();
    }
  }
}
