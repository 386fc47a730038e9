package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A way to the database on which things happen that happen to networks. */
public final class FaultProxy {

  /** What becomes of a connection on which a transaction is about to be committed. */
  enum AtCommit {
    /** The server commits, and nobody hears of it. */
    LOSE_ANSWER,
    /** The server never hears of it. */
    LOSE_QUESTION
  }

  private static final String ASKED = "SELECT pg_is_in_recovery()";

  private final Vertx vertx;
  private final NetServer server;
  private final NetClient client;
  private final URI database;
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private final Set<NetSocket> dead = ConcurrentHashMap.newKeySet();
  private volatile boolean away;
  private volatile boolean silent;
  private final AtomicLong late = new AtomicLong(1);
  private volatile Optional<AtCommit> atCommit = Optional.empty();
  private volatile boolean deaf;
  private volatile boolean standby;

  public FaultProxy(Vertx vertx, String database) {
    this.database = URI.create(database);
    this.vertx = vertx;
    client = vertx.createNetClient();
    server = vertx.createNetServer().connectHandler(this::serve);
    done(server.listen(0, "127.0.0.1"));
  }

  /** The address of the database, by this way. */
  public String uri() {
    return database.toString().replace(where(database), "127.0.0.1:" + server.actualPort());
  }

  private static String where(URI uri) {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** Cuts all connections, and every one that is made from now on. */
  void leave() {
    away = true;
    cut();
  }

  /** The next connection is so many milliseconds late. */
  void late(long millis) {
    late.set(millis);
  }

  void comeBack() {
    away = false;
  }

  /**
   * From now on nothing gets through, and neither end is told so: of what is connected never again,
   * of what connects from now on until {@link #speak}.
   */
  void silence() {
    silent = true;
    dead.addAll(sockets);
  }

  /** Who connects from now on is answered. */
  void speak() {
    silent = false;
  }

  /** How many ends of connections nothing gets through to. */
  int silenced() {
    return dead.size();
  }

  private void cut() {
    sockets.forEach(NetSocket::close);
    sockets.clear();
  }

  /** Once, at the next commit of a connection: this, and then the database is away. */
  void atCommit(AtCommit what) {
    atCommit = Optional.of(what);
  }

  /** From now on nobody who asks to listen hears anything: the server is asked something else. */
  public void deafen() {
    deaf = true;
  }

  /** Whether the server says that it is a standby. */
  void standby(boolean says) {
    standby = says;
  }

  /** What the server is asked instead; as long as what it was asked. */
  private Buffer said(Buffer sent) {
    String text = sent.toString(StandardCharsets.ISO_8859_1);
    String other = deaf ? text.replaceAll("LISTEN \"([^\"]*)\"", "SELECT '$1'") : text;
    if (standby) {
      other = other.replace(ASKED, "SELECT true".concat(" ".repeat(ASKED.length() - 11)));
    }
    return other.equals(text) ? sent : Buffer.buffer(other, "ISO-8859-1");
  }

  private void serve(NetSocket near) {
    if (away) {
      near.close();
      return;
    }
    near.pause();
    vertx
        .timer(late.getAndSet(1), TimeUnit.MILLISECONDS)
        .compose(now -> connect())
        .onSuccess(far -> join(near, far))
        .onFailure(refused -> near.close());
  }

  private Future<NetSocket> connect() {
    return client.connect(database.getPort() < 0 ? 5432 : database.getPort(), database.getHost());
  }

  private void join(NetSocket near, NetSocket far) {
    sockets.add(near);
    sockets.add(far);
    if (silent) {
      dead.addAll(List.of(near, far));
    }
    near.closeHandler(closed -> whileAlive(far, far::close));
    far.closeHandler(closed -> whileAlive(near, near::close));
    far.handler(answer -> whileAlive(near, () -> near.write(answer)));
    near.handler(sent -> whileAlive(far, () -> forward(said(sent), near, far))).resume();
  }

  private void whileAlive(NetSocket to, Runnable what) {
    if (!dead.contains(to)) {
      what.run();
    }
  }

  private void forward(Buffer sent, NetSocket near, NetSocket far) {
    boolean commits = sent.toString(StandardCharsets.ISO_8859_1).contains("COMMIT");
    Optional<AtCommit> fate = commits ? atCommit : Optional.empty();
    if (fate.isEmpty()) {
      far.write(sent);
      return;
    }
    atCommit = Optional.empty();
    if (fate.get() == AtCommit.LOSE_ANSWER) {
      far.handler(answer -> leave());
      far.write(sent);
    } else {
      leave();
    }
  }

  public void close() {
    cut();
    done(server.close());
    done(client.close());
  }
}
