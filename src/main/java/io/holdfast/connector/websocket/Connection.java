package io.holdfast.connector.websocket;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.failpoint.InjectedFault;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.RejectCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client. Confined to the event loop of the server. */
final class Connection implements Socket.Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Past this many unsent bytes a client is not shown what may be lost. */
  private static final int LIVE_UNSENT = 256 * 1024;

  private static final int MOST_TOO_FAST = 100;

  /** Where a client stands. */
  enum State {
    AWAITING_HELLO,
    OPEN,
    /** What was read is still answered, nothing more is read. */
    LEAVING,
    CLOSING
  }

  private final Desk desk;
  private final Socket socket;
  private final Feed feed;
  private final Lookback lookback;
  private final Load load;
  private final Pulse pulse;
  private State state = State.AWAITING_HELLO;
  private final Promise<Void> gone = Promise.promise();
  private int tooFast;

  Connection(Desk desk, ServerWebSocket ws, Context context) {
    this.desk = desk;
    this.socket = Socket.open(ws, context, desk.settings().limits().frame(), this);
    this.feed = new Feed(desk, socket);
    this.lookback = new Lookback(desk, socket);
    this.load = new Load(socket);
    this.pulse = new Pulse(desk.rhythm());
  }

  // ── what the client sends ────────────────────────────────────────────────────────────────────

  @Override
  public void text(Buffer message) {
    ClientFrame frame = Frames.parse(message);
    try {
      switch (state) {
        case AWAITING_HELLO -> first(frame);
        case OPEN -> serve(frame, Load.of(message.length()));
        case LEAVING, CLOSING -> {}
      }
    } catch (InjectedFault lost) {
      // What came behind it is lost with it.
      retire();
      socket.abort();
    }
  }

  @Override
  public void binary() {
    fail(CloseCode.MALFORMED, "frames are text");
  }

  @Override
  public void tooLarge() {
    fail(CloseCode.TOO_LARGE, "a frame exceeds " + desk.settings().limits().frame() + " bytes");
  }

  @Override
  public void corrupt() {
    fail(CloseCode.MALFORMED, "not a WebSocket frame");
  }

  private void first(ClientFrame frame) {
    if (frame instanceof ClientFrame.Hello hello) {
      greet(hello);
    } else if (frame instanceof ClientFrame.Malformed malformed) {
      fail(CloseCode.MALFORMED, malformed.why());
    } else {
      fail(CloseCode.OUT_OF_PLACE, "the first frame must be hello");
    }
  }

  private void serve(ClientFrame frame, int weight) {
    if (frame instanceof ClientFrame.Message said) {
      answer(said.id(), desk.ingress().offer(said), weight);
    } else if (frame instanceof ClientFrame.BadMessage bad) {
      answer(bad.id(), desk.ingress().rejected(RejectCode.INVALID, bad.why()), weight);
    } else if (frame instanceof ClientFrame.Ack ack) {
      desk.receipts().acked(ack.deliveries(), feed.held(ack.deliveries()));
    } else if (frame instanceof ClientFrame.History asked) {
      look(asked);
    } else if (frame instanceof ClientFrame.File asked) {
      fetch(asked);
    } else if (frame instanceof ClientFrame.Subscribe more) {
      subscribe(more.chats());
    } else if (frame instanceof ClientFrame.Unsubscribe less) {
      unsubscribe(less.chats());
    } else if (frame instanceof ClientFrame.Unknown unknown) {
      socket.send(Wire.error("unknown-type", "no such type: " + unknown.type(), false));
    } else if (frame instanceof ClientFrame.Malformed malformed) {
      fail(CloseCode.MALFORMED, malformed.why());
    } else {
      fail(CloseCode.OUT_OF_PLACE, "hello was said before");
    }
  }

  // ── hello, subscribe, history ────────────────────────────────────────────────────────────────

  private void greet(ClientFrame.Hello hello) {
    if (!desk.handshake().authorises(hello.token())) {
      fail(CloseCode.NOT_AUTHORISED, "the token is missing or wrong");
    } else if (hello.chats() == null) {
      enter(Audience.everyone(), Set.of(), 0);
    } else if (served(hello.chats())) {
      enter(Audience.of(hello.chats()), hello.chats(), hello.history());
    }
  }

  private boolean served(Set<String> chats) {
    for (String chat : chats) {
      if (!desk.settings().serves(chat)) {
        fail(CloseCode.NOT_ALLOWED, "this chat is not open here: " + chat);
        return false;
      }
    }
    return true;
  }

  private void enter(Audience audience, Set<String> chats, int history) {
    state = State.OPEN;
    pulse.restart();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    socket.send(Wire.welcome(id, desk.connector(), desk.settings()));
    feed.widen(audience);
    desk.connections().watch(this, audience);
    Future<Void> told = Future.succeededFuture();
    for (String chat : history > 0 ? chats : Set.<String>of()) {
      told = told.compose(next -> lookback.history(new ClientFrame.History(chat, "", "", history)));
    }
    told.compose(next -> lookback.openTurns(audience)).onComplete(done -> feed.open());
  }

  private void subscribe(Set<String> chats) {
    if (!served(chats)) {
      return;
    }
    Audience wider = feed.audience().with(chats);
    desk.connections().watch(this, wider);
    feed.widen(wider);
    load.begin(Load.LOOK);
    lookback.openTurns(Audience.of(chats)).onComplete(done -> load.end(Load.LOOK));
    feed.look();
  }

  private void unsubscribe(Set<String> chats) {
    if (!feed.audience().all()) {
      desk.connections().unwatch(this, Audience.of(chats));
      feed.narrow(feed.audience().without(chats), chats);
    }
  }

  private void look(ClientFrame.History asked) {
    if (served(Set.of(asked.chat()))) {
      load.begin(Load.LOOK);
      lookback.history(asked).onComplete(done -> load.end(Load.LOOK));
    }
  }

  private void fetch(ClientFrame.File asked) {
    if (served(Set.of(asked.chat()))) {
      load.begin(Load.FILE);
      lookback.file(asked).onComplete(done -> load.end(Load.FILE));
    }
  }

  // ── messages ─────────────────────────────────────────────────────────────────────────────────

  private void answer(String id, Future<Ingress.Result> offered, int weight) {
    load.begin(weight);
    offered.onSuccess(result -> tell(id, result)).onComplete(done -> load.end(weight));
  }

  private void tell(String id, Ingress.Result result) {
    if (result instanceof Ingress.Accepted accepted) {
      tooFast = 0;
      Failpoint.ACCEPTED_WRITTEN.after(socket.send(Wire.accepted(accepted)), socket::abort);
      return;
    }
    Ingress.Rejected rejected = (Ingress.Rejected) result;
    socket.send(Wire.rejected(id, rejected));
    tooFast = rejected.code() == RejectCode.RATE_LIMITED ? tooFast + 1 : 0;
    if (tooFast > MOST_TOO_FAST) {
      fail(CloseCode.TOO_FAST, "too many messages after being told to wait");
    }
  }

  // ── what the gateway sends by itself ─────────────────────────────────────────────────────────

  /** Something may be due in a chat that this connection watches. */
  void ring() {
    feed.look();
  }

  /** The poll found a delivery for a chat that this connection watches. */
  void check(Delivery due) {
    feed.check(due);
  }

  /** The poll found a delivery that is new to it, of a chat that this one watches. */
  void checkNews(Delivery delivery) {
    feed.checkNews(delivery);
  }

  /** Looks for what no doorbell has told. */
  void catchUp() {
    feed.catchUp();
  }

  void owe(Delivery delivery) {
    feed.owe(delivery);
  }

  void settle(Delivery delivery) {
    feed.settle(delivery);
  }

  void lookIfMore() {
    feed.lookIfMore();
  }

  /** Shows what may be lost. */
  void show(String text) {
    if (socket.unsent() < LIVE_UNSENT) {
      socket.send(text);
    }
  }

  // ── time, and the end ────────────────────────────────────────────────────────────────────────

  @Override
  public void pong() {
    pulse.pong();
  }

  @Override
  public void writable() {
    load.weigh();
    feed.look();
  }

  void tick() {
    switch (pulse.tick(state, !load.paused(), socket.unsent(), !socket.takes())) {
      case PING -> socket.ping();
      case HELLO_LATE -> fail(CloseCode.TIMEOUT, "hello did not come in time");
      case PONG_LATE -> fail(CloseCode.TIMEOUT, "two pings were not answered");
      case NOT_READING -> fail(CloseCode.NOT_READING, "too much is unread");
      case CUT -> socket.abort();
      case NOTHING -> {}
    }
  }

  private void fail(CloseCode code, String why) {
    if (state != State.CLOSING) {
      LOG.info("event=closing connector={} code={} why={}", desk.connector(), code.number(), code);
      socket.send(Wire.error(code.word(), why, true));
      close(code);
    }
  }

  /** Says goodbye; completes when the line is cut. */
  Future<Void> leave(String reason, long reconnectAfter, CloseCode code) {
    if (state != State.CLOSING) {
      socket.send(Wire.goaway(reason, reconnectAfter));
      close(code);
    }
    return gone.future();
  }

  /** Reads nothing more; what was read is still answered. */
  void hush() {
    if (state != State.CLOSING) {
      state = State.LEAVING;
    }
  }

  private void close(CloseCode code) {
    retire();
    desk.meters().closed(code);
    socket.close(code);
  }

  private void retire() {
    if (state != State.CLOSING) {
      state = State.CLOSING;
      pulse.restart();
      feed.close();
      desk.connections().unwatch(this, feed.audience());
    }
  }

  void abort() {
    socket.abort();
  }

  @Override
  public void closed() {
    retire();
    desk.connections().remove(this);
    gone.complete();
  }
}
