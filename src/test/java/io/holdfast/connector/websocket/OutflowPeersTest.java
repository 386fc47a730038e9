package io.holdfast.connector.websocket;

import static io.holdfast.connector.websocket.OutflowTest.delivery;
import static io.holdfast.connector.websocket.OutflowTest.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The windows of two connections of one chat, whatever comes in between. */
class OutflowPeersTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("Whatever two peers do, each gets every delivery exactly once and in order")
  void peers(long seed) {
    play(new Crowd(new Random(seed), false));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("The same on two nodes, neither of which hears of what the other gets acked")
  void strangers(long seed) {
    play(new Crowd(new Random(seed), true));
  }

  private static void play(Crowd crowd) {
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
    private final TreeMap<Long, Delivery> sent = new TreeMap<>();
    private final ArrayDeque<Ack> committing = new ArrayDeque<>();
    private final ArrayDeque<Ack> committed = new ArrayDeque<>();
    private final Set<Long> acked = new HashSet<>();
    private final boolean strangers;
    private long made;

    /**
     * @param strangers whether each hears only of its own acks, and reads what the other got acked
     */
    Crowd(Random random, boolean strangers) {
      this.random = random;
      this.strangers = strangers;
      int small = 1 + random.nextInt(4);
      this.peers = List.of(new Peer(this, small), new Peer(this, 3));
      peers.forEach(Peer::begin);
      peers.forEach(Peer::look);
      peers.forEach(Peer::end);
    }

    void step(boolean disturbed) {
      Peer peer = peers.get(random.nextInt(2));
      switch (random.nextInt(disturbed ? 10 : 7)) {
        case 0, 1 -> peer.begin();
        case 2 -> peer.look();
        case 3 -> peer.end();
        case 4 -> peer.ack(random).ifPresent(held -> acked(peer, held));
        case 5 -> commit();
        case 6 -> settle();
        case 7 -> peer.outflow.rewind();
        case 8 -> peer.fail();
        default -> store.put(++made, delivery(made));
      }
    }

    private void acked(Peer by, Delivery delivery) {
      if (strangers ? by.acked.add(delivery.seq()) : acked.add(delivery.seq())) {
        committing.add(new Ack(by, delivery));
        if (!strangers) {
          peers.forEach(peer -> peer.outflow.owe(delivery));
        }
      }
    }

    private void commit() {
      if (!committing.isEmpty()) {
        Ack ack = committing.remove();
        store.remove(ack.delivery().seq());
        sent.put(ack.delivery().seq(), ack.delivery());
        committed.add(ack);
      }
    }

    private void settle() {
      if (!committed.isEmpty()) {
        Ack ack = committed.remove();
        (strangers ? List.of(ack.by()) : peers)
            .forEach(peer -> peer.outflow.settle(ack.delivery()));
      }
    }

    Made read(Outflow.Read read) {
      TreeMap<Long, Delivery> found = new TreeMap<>(store.tailMap(read.after(), false));
      if (strangers) {
        found.putAll(sent.tailMap(read.settledAfter(), false));
      }
      List<Delivery> first = found.values().stream().limit(read.limit()).toList();
      return new Made(strangers ? made : 0, first);
    }

    boolean done() {
      return peers.stream().allMatch(peer -> peer.got.size() >= made);
    }
  }

  private record Ack(Peer by, Delivery delivery) {}

  /** A connection whose reads see the store as it is at some moment between asking and getting. */
  private static final class Peer {
    private final Crowd crowd;
    private final Outflow outflow;
    private final List<Long> got = new ArrayList<>();
    private final Set<Long> acked = new HashSet<>();
    private Optional<Outflow.Read> asked = Optional.empty();
    private Optional<Made> seen = Optional.empty();

    Peer(Crowd crowd, int limit) {
      this.crowd = crowd;
      this.outflow = new Outflow(limit);
    }

    void begin() {
      asked = asked.isEmpty() ? outflow.begin() : asked;
    }

    void look() {
      if (seen.isEmpty()) {
        seen = asked.map(crowd::read);
      }
    }

    void end() {
      seen.ifPresent(made -> got.addAll(seqs(outflow.take(made))));
      forget();
    }

    void fail() {
      seen.ifPresent(made -> outflow.failed());
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
