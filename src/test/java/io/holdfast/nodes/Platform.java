package io.holdfast.nodes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A chat service that has one bot, which may be connected once. Speaks in lines: {@code hello NODE}
 * and {@code send ID TEXT} come from a bot; {@code ok ID} and {@code say ID CHAT TEXT} go to it.
 */
final class Platform {

  /** What a bot has sent. */
  record Sent(String node, String id, String text) {}

  private final NetServer server;
  private final List<NetSocket> connected = new CopyOnWriteArrayList<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<String> hellos = new CopyOnWriteArrayList<>();
  private volatile boolean mute;
  private volatile int most;

  private Platform(NetServer server) {
    this.server = server;
  }

  static Future<Platform> open(Vertx vertx) {
    Platform platform = new Platform(vertx.createNetServer());
    return platform.server.connectHandler(platform::connected).listen(0, "127.0.0.1").map(platform);
  }

  int port() {
    return server.actualPort();
  }

  private void connected(NetSocket socket) {
    connected.add(socket);
    most = Math.max(most, connected.size());
    String[] node = {""};
    socket.closeHandler(gone -> connected.remove(socket));
    socket.handler(
        RecordParser.newDelimited("\n", line -> node[0] = read(socket, node[0], line.toString())));
  }

  private String read(NetSocket socket, String node, String line) {
    String[] words = line.split(" ", 3);
    if (words[0].equals("hello")) {
      hellos.add(words[1]);
      return words[1];
    }
    sent.add(new Sent(node, words[1], words[2]));
    if (!mute) {
      socket.write("ok " + words[1] + "\n");
    }
    return node;
  }

  /** Says something to the bot that came last. */
  void say(String id, String text) {
    connected.get(connected.size() - 1).write("say " + id + " lobby " + text + "\n");
  }

  /** From now on it takes what is sent and does not answer, or does again. */
  void mute(boolean silent) {
    mute = silent;
  }

  /** The nodes that said hello, in order. */
  List<String> hellos() {
    return List.copyOf(hellos);
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** How many bots are connected now. */
  int connections() {
    return connected.size();
  }

  /** How many bots were connected at the same time. */
  int most() {
    return most;
  }
}
