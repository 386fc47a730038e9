package io.holdfast.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.stream.IntStream;

/** Many clients that say hello and then nothing. */
final class Idle {

  private static final int AT_ONCE = 200;

  private Idle() {}

  static void connect(Vertx vertx, int port, int connections) {
    WebSocketClient sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(connections + AT_ONCE));
    for (int from = 0; from < connections; from += AT_ONCE) {
      Load.await(
          Future.all(
              IntStream.range(from, Math.min(connections, from + AT_ONCE))
                  .mapToObj(i -> LoadClient.connect(sockets, port, List.of("chat-" + i)))
                  .toList()));
    }
  }
}
