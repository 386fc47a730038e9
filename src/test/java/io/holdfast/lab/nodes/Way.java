package io.holdfast.lab.nodes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A node's way to the database, on which things happen that happen to networks. */
final class Way implements AutoCloseable {

  private static final long PATIENCE = 20;

  private enum State {
    OPEN,
    /** Every connection is cut, and each new one. */
    CUT,
    /** Whatever is said is swallowed, in both directions, and no end is told to the other one. */
    SILENT,
    /** What is said comes late. */
    SLOW
  }

  private final Vertx vertx;
  private final int database;
  private final NetServer server;
  private final NetClient client;
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private volatile State state = State.OPEN;
  private volatile int lateness;

  /**
   * @param database the port at which the server listens
   */
  Way(Vertx vertx, int database) throws Exception {
    this.vertx = vertx;
    this.database = database;
    client = vertx.createNetClient();
    server = vertx.createNetServer().connectHandler(this::serve);
    server.listen(0, "127.0.0.1").await(PATIENCE, TimeUnit.SECONDS);
  }

  /** Where a node finds the database. */
  int port() {
    return server.actualPort();
  }

  void cut() {
    state = State.CUT;
    end();
  }

  void fallSilent() {
    state = State.SILENT;
  }

  /**
   * @param millis by which everything is late, in each direction
   */
  void slowDown(int millis) {
    lateness = millis;
    state = State.SLOW;
  }

  /**
   * Everything is as it was before.
   *
   * @param end whether those who were not heard are told now that their connections have ended
   */
  void open(boolean end) {
    state = State.OPEN;
    if (end) {
      end();
    }
  }

  private void end() {
    sockets.forEach(NetSocket::close);
    sockets.clear();
  }

  private void serve(NetSocket near) {
    if (state == State.CUT) {
      near.close();
      return;
    }
    sockets.add(near);
    if (state == State.SILENT) {
      near.handler(sent -> {});
      return;
    }
    near.pause();
    client
        .connect(database, "127.0.0.1")
        .onSuccess(far -> join(near, far))
        .onFailure(refused -> near.close());
  }

  private void join(NetSocket near, NetSocket far) {
    sockets.add(far);
    near.handler(new Lane(far)::carry);
    far.handler(new Lane(near)::carry);
    near.closeHandler(gone -> ended(near, far));
    far.closeHandler(gone -> ended(far, near));
    near.resume();
  }

  private void ended(NetSocket one, NetSocket other) {
    sockets.remove(one);
    if (state != State.SILENT) {
      other.close();
    }
  }

  /** One direction of a connection; keeps the order whatever happens. */
  private final class Lane {

    private final NetSocket to;
    private final Queue<Buffer> late = new ArrayDeque<>();

    Lane(NetSocket to) {
      this.to = to;
    }

    synchronized void carry(Buffer said) {
      if (state == State.SILENT) {
        late.clear();
      } else if (state == State.SLOW || !late.isEmpty()) {
        late.add(said);
        vertx.setTimer(Math.max(1, lateness), now -> next());
      } else {
        to.write(said);
      }
    }

    private synchronized void next() {
      Buffer said = late.poll();
      if (said != null && state != State.SILENT) {
        to.write(said);
      }
    }
  }

  @Override
  public void close() {
    end();
    server.close();
    client.close();
  }
}
