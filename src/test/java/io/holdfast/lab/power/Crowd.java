package io.holdfast.lab.power;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One client that plays many people, and remembers what it was told. */
public final class Crowd {

  private static final int CHATS = 20;
  private static final int LONGEST = 3_000;

  private final Random random;
  private final ProtocolClient client;
  private final AtomicInteger said = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> deliveries = new HashSet<>();
  private final Map<String, List<String>> answers = new TreeMap<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  /** People who write to {@code port}; what they write derives from the seed. */
  public Crowd(Vertx vertx, int port, long seed) {
    random = new Random(seed);
    client =
        ProtocolClient.of(vertx, vertx.createWebSocketClient(), port, "web")
            .returning()
            .forgetting()
            .listening(this::read);
  }

  public void connect() throws Exception {
    client.connect().await();
  }

  /** Writes messages, as fast as it can. */
  public synchronized void say(int messages) {
    for (int i = 0; i < messages; i++) {
      int number = said.incrementAndGet();
      String text =
          random.nextInt(3) == 0
              ? "work for " + (1 + random.nextInt(4)) + " steps"
              : "say " + "x".repeat(random.nextInt(LONGEST));
      client.say("m" + number, "chat-" + random.nextInt(CHATS), text);
    }
  }

  private void read(JsonObject frame) {
    switch (frame.getString("type")) {
      case "accepted" -> accepted.add(frame.getString("id"));
      case "rejected" -> refused.incrementAndGet();
      case "reply" -> frame.getJsonArray("inReplyTo").forEach(id -> answered.add((String) id));
      default -> {}
    }
  }

  /** A delivery that it has not shown is shown; of several parts the first one stands for all. */
  private synchronized void shown(JsonObject frame) {
    if (deliveries.add(frame.getString("delivery")) && frame.getInteger("part") == 1) {
      for (Object id : frame.getJsonArray("inReplyTo")) {
        answers.computeIfAbsent(frame.getString("chat"), chat -> new ArrayList<>()).add(id + "");
        answered.add(id + "");
      }
    }
  }

  /** The ids of the messages that were answered, for each chat in the order of the answers. */
  public synchronized Map<String, List<String>> answers() {
    Map<String, List<String>> copy = new TreeMap<>();
    answers.forEach((chat, ids) -> copy.put(chat, List.copyOf(ids)));
    return copy;
  }

  /** How many messages were written. */
  public int said() {
    return said.get();
  }

  /** How often it was told to come back later. */
  public int refused() {
    return refused.get();
  }

  /** The ids of the messages that it was told are accepted. */
  public Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** The ids of the messages that it read an answer to. */
  public Set<String> answered() {
    return Set.copyOf(answered);
  }

  public void leave() {
    client.close();
  }
}
