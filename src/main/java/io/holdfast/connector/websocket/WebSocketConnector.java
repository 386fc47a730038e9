package io.holdfast.connector.websocket;

import io.holdfast.config.Block;
import io.holdfast.connector.Budget;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Window;
import io.holdfast.delivery.Parts;
import io.holdfast.http.HttpGate;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code websocket} connector: speaks the protocol {@code holdfast.v1} at {@code
 * /ws/{connector}} and serves the chat page. What it does with sockets it does on the HTTP server's
 * event loop, wherever it is deployed.
 */
public final class WebSocketConnector extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnector.class);

  /** How often the store is asked, in case a doorbell was not heard. */
  private static final Duration POLL = Duration.ofSeconds(5);

  private static final int POLL_PAGE = 500;

  /** How long a stop waits for what was offered to the store, and then for its clients to go. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private static final long BACK_AFTER_RESTART_MILLIS = 500;
  private static final long BACK_AFTER_SHUTDOWN_MILLIS = 1500;

  private static final Facts FACTS =
      new Facts(
          "Holdfast protocol",
          Facts.Acknowledgement.EACH,
          Window.FOR_EVER,
          Optional.empty(),
          Map.of(
              Facts.Operation.SEND, new Facts.Sending(Window.FOR_EVER, false),
              Facts.Operation.ATTACH, new Facts.Sending(Window.FOR_EVER, false)),
          new Facts.Text(Parts.LIMIT, Facts.Markup.MARKDOWN),
          Budget.FREE,
          Set.of(Facts.Feature.THREADS, Facts.Feature.TYPING, Facts.Feature.BUTTONS));

  private final HttpGate gate;
  private final Desk desk;
  private final Follower follower;
  private final List<HttpGate.Mount> mounts = new ArrayList<>();
  private final List<MessageConsumer<?>> ears = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();
  private long ticked = System.nanoTime();
  private boolean leaving;
  private boolean polling;
  private long pollCursor;

  private WebSocketConnector(Block block, ConnectorServices services) {
    this.gate = services.http();
    this.desk = Desk.of(block.id(), WebSocketSettings.of(block.settings()), services);
    this.follower = new Follower(desk);
  }

  /** The connector that the configuration calls {@code websocket}. */
  public static ConnectorType type() {
    return new ConnectorType("websocket", FACTS, WebSocketConnector::new);
  }

  @Override
  public Future<?> start() {
    return ChatPage.read(vertx, desk.connector())
        .compose(page -> gate.onContext(() -> listen().compose(heard -> mount(page))));
  }

  private Future<Void> listen() {
    ears.add(desk.services().bus().onDue(desk.connector(), this::rung));
    ears.add(desk.services().bus().onMissed(this::poll));
    ears.add(desk.services().bus().onLive(desk.connector(), desk.connections()::show));
    timers.add(vertx.setPeriodic(desk.rhythm().tick().toMillis(), tick -> tick()));
    timers.add(vertx.setPeriodic(POLL.toMillis(), again -> poll()));
    return Future.succeededFuture();
  }

  private Future<Void> mount(ChatPage page) {
    mounts.add(gate.mountBare("/ws/" + desk.connector(), this::upgrade));
    mounts.addAll(page.mount(gate));
    LOG.info("event=mounted connector={} page={}", desk.connector(), mounts.size() > 1);
    return Future.succeededFuture();
  }

  // ── a client comes ───────────────────────────────────────────────────────────────────────────

  private void upgrade(HttpServerRequest request) {
    Optional<Handshake.Refusal> refusal = desk.handshake().refusal(request);
    if (refusal.isPresent()) {
      request
          .response()
          .setStatusCode(refusal.get().status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(refusal.get().why() + "\n");
      return;
    }
    request.response().putHeader(Handshake.SUBPROTOCOL_HEADER, Handshake.SUBPROTOCOL);
    request
        .toWebSocket()
        .onSuccess(this::opened)
        .onFailure(cause -> LOG.debug("event=upgrade-failed cause={}", cause.toString()));
  }

  private void opened(ServerWebSocket ws) {
    Connection connection = new Connection(desk, ws, gate.context());
    desk.connections().add(connection);
    if (leaving) {
      goodbye(connection);
    }
  }

  // ── while it runs ────────────────────────────────────────────────────────────────────────────

  private void rung(String chat) {
    desk.connections().watching(chat, Connection::ring);
  }

  /**
   * After a standstill Vert.x makes up for all that were missed, and nobody could answer a ping.
   */
  private void tick() {
    long now = System.nanoTime();
    if (now - ticked > desk.rhythm().tick().toNanos() / 2) {
      ticked = now;
      desk.connections().all().forEach(Connection::tick);
    }
  }

  /** Nothing depends on a doorbell: one page of what is due a poll, round and round. */
  private void poll() {
    desk.receipts().retry();
    if (desk.shared()) {
      follower.look();
      desk.connections().all().forEach(Connection::catchUp);
    }
    if (polling || desk.connections().size() == 0) {
      return;
    }
    polling = true;
    desk.store()
        .glance(desk.connector(), Audience.everyone(), pollCursor, Desk.NOTHING_SETTLED, POLL_PAGE)
        .onSuccess(made -> polled(made.deliveries()))
        .onComplete(done -> polling = false);
  }

  private void polled(List<Delivery> due) {
    pollCursor = due.size() < POLL_PAGE ? 0 : due.get(due.size() - 1).seq();
    for (Delivery delivery : due) {
      desk.connections().watching(delivery.address().chat(), c -> c.check(delivery));
    }
  }

  // ── it goes ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Future<?> stop() {
    return gate.onContext(this::leave).recover(this::log);
  }

  private Future<Void> leave() {
    unmount();
    return settle().compose(settled -> sayGoodbye()).compose(said -> cut()).compose(cut -> quiet());
  }

  private void unmount() {
    leaving = true;
    mounts.forEach(HttpGate.Mount::remove);
  }

  /** What was offered to the store is still answered; nothing more is offered. */
  private Future<Void> settle() {
    desk.connections().all().forEach(Connection::hush);
    return within(SETTLE, desk.ingress().idle());
  }

  private Future<Void> sayGoodbye() {
    List<Connection> all = desk.connections().all();
    LOG.info("event=goaway connector={} connections={}", desk.connector(), all.size());
    List<Future<Void>> gone = all.stream().map(this::goodbye).toList();
    return within(GOODBYE, Future.join(gone).mapEmpty());
  }

  private Future<Void> goodbye(Connection connection) {
    Reason reason = desk.services().leaving().get();
    boolean shutdown = reason == Reason.SHUTDOWN;
    return connection.leave(
        reason.wire(),
        (shutdown ? BACK_AFTER_SHUTDOWN_MILLIS : BACK_AFTER_RESTART_MILLIS) + spread(),
        shutdown ? CloseCode.GOING_AWAY : CloseCode.RESTARTING);
  }

  /** A crowd that comes back all at once would find the door jammed. */
  private long spread() {
    return ThreadLocalRandom.current().nextLong(Math.max(500, desk.connections().size() / 2));
  }

  private Future<Void> cut() {
    desk.connections().all().forEach(Connection::abort);
    return Future.succeededFuture();
  }

  private Future<Void> quiet() {
    timers.forEach(vertx::cancelTimer);
    desk.meters().close();
    return Future.join(ears.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  /** Completes with {@code work}, or when {@code time} is over; never fails. */
  private Future<Void> within(Duration time, Future<Void> work) {
    Promise<Void> done = Promise.promise();
    long timer = vertx.setTimer(time.toMillis(), late -> done.tryComplete());
    work.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          done.tryComplete();
        });
    return done.future();
  }

  private Future<Void> log(Throwable cause) {
    LOG.warn("event=stop-failed connector={}", desk.connector(), cause);
    return Future.succeededFuture();
  }
}
