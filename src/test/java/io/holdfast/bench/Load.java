package io.holdfast.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Loads of messages over a few connections, each with chats of its own. */
final class Load {

  private static final int CONNECTIONS = 4;
  private static final int CHATS = 250;
  private static final int WINDOW = 256;
  private static final long TICK = TimeUnit.MICROSECONDS.toNanos(500);

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final AtomicLong done = new AtomicLong();

  Load(Vertx vertx) {
    this.vertx = vertx;
    this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(99));
  }

  /** Messages accepted in a second, as many as it takes; nobody listens to what they lead to. */
  double acceptsPerSecond(int port, Duration warmUp, Duration measured) {
    List<LoadClient> clients = connect(port, false);
    occupy(clients.get(0));
    pump(clients, (client, next) -> client.onAccepted(id -> next.run()));
    return rate(warmUp, measured);
  }

  /** Turns in a second, each accepted, run, answered and acked. */
  double turnsPerSecond(int port, Duration warmUp, Duration measured) {
    return turnsPerSecond(List.of(port), CONNECTIONS, warmUp, measured);
  }

  /** The same with {@code connections}, one after the other to each of these ports. */
  double turnsPerSecond(List<Integer> ports, int connections, Duration warmUp, Duration measured) {
    List<LoadClient> clients = connect(ports, connections, true);
    vertx.setPeriodic(5, tick -> clients.forEach(LoadClient::flushAcks));
    pump(clients, (client, next) -> client.onReply(next));
    return rate(warmUp, measured);
  }

  /** Takes the agent's only place with a turn that does not end, so that all others only wait. */
  private static void occupy(LoadClient client) {
    Promise<String> accepted = Promise.promise();
    client.onAccepted(accepted::tryComplete);
    client.say("busy", "busy", "work for 9999 steps");
    await(accepted.future());
  }

  private void pump(List<LoadClient> clients, BiConsumer<LoadClient, Runnable> whenDone) {
    for (int c = 0; c < clients.size(); c++) {
      LoadClient client = clients.get(c);
      AtomicLong sent = new AtomicLong();
      int connection = c;
      Runnable send =
          () -> {
            long n = sent.incrementAndGet();
            client.say(connection + "-" + n, chat(connection, (int) (n % CHATS)), "hello");
          };
      whenDone.accept(
          client,
          () -> {
            done.incrementAndGet();
            send.run();
          });
      for (int i = 0; i < WINDOW; i++) {
        send.run();
      }
    }
  }

  /** How many messages or turns were done since the beginning. */
  long done() {
    return done.get();
  }

  private double rate(Duration warmUp, Duration measured) {
    LockSupport.parkNanos(warmUp.toNanos());
    long before = done.get();
    long begin = System.nanoTime();
    LockSupport.parkNanos(measured.toNanos());
    return (done.get() - before) * 1e9 / (System.nanoTime() - begin);
  }

  /**
   * How long an accept takes at a steady rate, in milliseconds, sorted: from the moment at which
   * the message was to be sent, whether or not it was, so that a slow answer hides no other.
   */
  double[] latencies(int port, int perSecond, Duration warmUp, Duration measured) {
    LoadClient client = connect(port, true).get(0);
    int first = (int) (perSecond * warmUp.toMillis() / 1000);
    int total = first + (int) (perSecond * measured.toMillis() / 1000);
    long[] took = new long[total];
    long begin = System.nanoTime();
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    client.onAccepted(
        id -> {
          int i = Integer.parseInt(id);
          took[i] = System.nanoTime() - (begin + i * gap);
          done.incrementAndGet();
        });
    for (int i = 0; i < total; i++) {
      while (System.nanoTime() < begin + i * gap) {
        LockSupport.parkNanos(TICK / 10);
      }
      client.say("" + i, chat(0, i % CHATS), "hello");
    }
    while (done.get() < total) {
      LockSupport.parkNanos(TICK);
    }
    return Arrays.stream(took, first, total).mapToDouble(nanos -> nanos / 1e6).sorted().toArray();
  }

  private List<LoadClient> connect(int port, boolean listening) {
    return connect(List.of(port), CONNECTIONS, listening);
  }

  private List<LoadClient> connect(List<Integer> ports, int connections, boolean listening) {
    List<LoadClient> clients = new ArrayList<>();
    for (int c = 0; c < connections; c++) {
      int connection = c;
      List<String> chats =
          listening
              ? IntStream.range(0, CHATS).mapToObj(i -> chat(connection, i)).toList()
              : List.of("nobody-" + connection);
      clients.add(await(LoadClient.connect(sockets, ports.get(c % ports.size()), chats)));
    }
    return clients;
  }

  private static String chat(int connection, int i) {
    return "chat-" + connection + "-" + i;
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
