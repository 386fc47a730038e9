package io.holdfast.connector;

import io.holdfast.delivery.Cut;
import io.holdfast.model.Delivery;
import io.holdfast.model.Head;
import io.holdfast.model.Settlement;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the store says is due to a platform that has to be sent to: of each chat one piece at
 * a time, in order, each attempt committed before it is made. A chat that waits holds up no other.
 * A connector makes one in its {@code start}, opens it while its link is up, and closes it in its
 * {@code stop}. Confined to the event loop that it was made on.
 */
public final class Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** How often the store is asked, in case a doorbell was not heard. */
  private static final long POLL = 5_000;

  /** How often the store is told again what it could not commit. */
  private static final long AGAIN = 1_000;

  /** When to look again whether the lease lasts long enough for a send. */
  private static final long SOON = 250;

  /** So many chats are written to at the same time. */
  private static final int BUSY = 16;

  private static final int PAGE = 256;

  private final Vertx vertx;
  private final String connector;
  private final Facts.Sending exact;
  private final Posts posts;
  private final Platform platform;
  private final OnUnknown policy;
  private final ConnectorServices services;
  private final Allowance allowance;
  private final MessageConsumer<String> bell;
  private final long poll;

  private final Set<String> busy = new HashSet<>();

  /** Chats that became free while a read was under way, which may not know what they came to. */
  private final Set<String> outrun = new HashSet<>();

  /** How often in a row a chat's platform was not reached. */
  private final Map<String, Integer> missed = new HashMap<>();

  private final Promise<Void> idle = Promise.promise();
  private boolean open;
  private boolean closed;
  private boolean reading;
  private boolean again;
  private long pausedUntil;
  private long wakeAt = Long.MAX_VALUE;
  private long timer = -1;

  /**
   * Sends nothing before it is opened.
   *
   * @param connector the connector's id
   */
  public Outbox(
      Vertx vertx,
      String connector,
      Facts facts,
      Platform platform,
      OnUnknown policy,
      ConnectorServices services) {
    this.vertx = vertx;
    this.connector = connector;
    this.posts = new Posts(facts);
    this.exact = facts.of(Facts.Operation.SEND).orElseThrow();
    this.platform = platform;
    this.policy = policy;
    this.services = services;
    this.allowance = new Allowance(facts.budget(), SteadyClock.from(services.clock()));
    this.bell = services.bus().onDue(connector, chat -> look());
    this.poll = vertx.setPeriodic(POLL, tick -> look());
  }

  /** The link is up. */
  public void open() {
    if (!open) {
      open = true;
      look();
    }
  }

  /** The link is down: nothing is begun until it is up again. */
  public void shut() {
    open = false;
  }

  /** Begins nothing more; completes when what was begun is settled, which takes seconds at most. */
  public Future<Void> close() {
    closed = true;
    vertx.cancelTimer(poll);
    vertx.cancelTimer(timer);
    if (busy.isEmpty()) {
      idle.tryComplete();
    }
    return bell.unregister()
        .compose(deaf -> idle.future())
        .timeout(Platform.TIMEOUT.toMillis() + AGAIN, TimeUnit.MILLISECONDS)
        .onFailure(e -> LOG.warn("event=send-left connector={} chats={}", connector, busy.size()))
        .otherwiseEmpty();
  }

  // ── what is due ──────────────────────────────────────────────────────────────────────────────

  private void look() {
    if (!open || closed) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    outrun.clear();
    services
        .store()
        .heads(connector, PAGE)
        .onSuccess(this::consider)
        .onComplete(
            done -> {
              reading = false;
              if (again) {
                look();
              }
            });
  }

  private void consider(List<Head> heads) {
    wakeAt = Long.MAX_VALUE;
    for (Head head : heads) {
      String chat = head.delivery().address().chat();
      if (!busy.contains(chat) && !outrun.contains(chat) && busy.size() < BUSY && !closed) {
        consider(head, chat, services.clock().millis());
      }
    }
  }

  private void consider(Head head, String chat, long now) {
    long until = Math.max(head.later(), pausedUntil);
    Next next = Next.of(exact, policy, head, now);
    boolean calls = next instanceof Next.Send || next instanceof Next.Find;
    if (calls && until <= now) {
      until = now + room(chat);
    }
    if (calls && until > now) {
      wake(until, now);
      return;
    }
    busy.add(chat);
    Future.succeededFuture()
        .compose(free -> begin(head, next, now))
        .recover(cause -> giveUp(head, cause))
        .recover(cause -> vertx.timer(AGAIN, TimeUnit.MILLISECONDS))
        .onComplete(done -> free(chat));
  }

  /** Takes what a request needs; else says after how many milliseconds it may be had. */
  private long room(String chat) {
    return services.permit().mayStillSend(Platform.TIMEOUT) ? allowance.take(chat) : SOON;
  }

  /** Never before {@code at}: whoever looks too early sees that, and waits on. */
  private void wake(long at, long now) {
    if (at < wakeAt) {
      wakeAt = at;
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(Math.max(1, at - now), late -> look());
    }
  }

  private void free(String chat) {
    busy.remove(chat);
    if (reading) {
      outrun.add(chat);
    }
    if (closed && busy.isEmpty()) {
      idle.tryComplete();
    }
    look();
  }

  // ── one piece ────────────────────────────────────────────────────────────────────────────────

  private Future<Void> begin(Head head, Next next, long now) {
    if (next instanceof Next.Send send) {
      return send(head, send.marked());
    }
    if (next instanceof Next.Find) {
      return find(head);
    }
    if (next instanceof Next.GiveUp up) {
      return settle(head, new Settlement.Dead(up.because()));
    }
    return settle(head, new Settlement.Unknown(now, ((Next.Doubt) next).because()));
  }

  /**
   * What cannot even be tried, through whatever fault, would hold up its chat for ever. Only what
   * was attempted can be given up.
   */
  private Future<Void> giveUp(Head head, Throwable cause) {
    Delivery delivery = head.delivery();
    String because = "a fault in the gateway: " + cause.getClass().getSimpleName();
    LOG.warn(
        "event=given-up connector={} delivery={} because=\"{}\"",
        connector,
        delivery.id(),
        because);
    int whole = delivery.content().text().length();
    return services
        .store()
        .attempting(connector, delivery.id(), head.from(), whole, services.clock().millis())
        .transform(begun -> settle(head, new Settlement.Dead(because)));
  }

  private Future<Void> find(Head head) {
    Post post = posts.of(head, posts.piece(head), false);
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.find(post))
        .transform(
            answer ->
                answer.succeeded()
                    ? found(head, answer.result())
                    : settle(head, failed(head, answer.cause())));
  }

  private Future<Void> found(Head head, Optional<String> receipt) {
    return receipt.isPresent()
        ? settle(head, new Settlement.Sent(receipt.get(), Posts.whole(head, posts.piece(head))))
        : send(head, false);
  }

  private Future<Void> send(Head head, boolean marked) {
    Delivery delivery = head.delivery();
    Cut piece = posts.piece(head);
    return services
        .store()
        .attempting(connector, delivery.id(), head.from(), piece.upto(), services.clock().millis())
        .transform(
            begun -> {
              if (begun.failed()) {
                // It may be committed all the same, and nothing was written.
                return settle(
                    head, Verdicts.of(begun.cause(), false, 1, services.clock().millis()));
              }
              return begun.result() ? write(head, piece, marked) : Future.succeededFuture();
            });
  }

  private Future<Void> write(Head head, Cut piece, boolean marked) {
    Post post = posts.of(head, piece, marked);
    if (post.text().isBlank() && post.attachments().isEmpty()) {
      return settle(head, new Settlement.Sent("", Posts.whole(head, piece)));
    }
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.send(post))
        .transform(
            answer ->
                settle(
                    head,
                    answer.succeeded()
                        ? sent(head, answer.result(), piece)
                        : failed(head, answer.cause())));
  }

  private Settlement sent(Head head, String receipt, Cut piece) {
    missed.remove(head.delivery().address().chat());
    return new Settlement.Sent(receipt, Posts.whole(head, piece));
  }

  private Settlement failed(Head head, Throwable cause) {
    long now = services.clock().millis();
    if (cause instanceof SendFailure.Wait wait && wait.everywhere()) {
      pausedUntil = Math.max(pausedUntil, now + wait.millis());
    }
    int times = missed.merge(head.delivery().address().chat(), 1, Integer::sum);
    boolean seen = !exact.findable() && exact.key().equals(Window.NONE);
    Settlement as = Verdicts.of(cause, seen, Math.max(times, head.unknowns() + 1), now);
    if (as instanceof Settlement.Dead) {
      missed.remove(head.delivery().address().chat());
    }
    LOG.warn(
        "event=not-sent connector={} delivery={} as={} cause={}",
        connector,
        head.delivery().id(),
        as.getClass().getSimpleName(),
        cause.toString());
    return as;
  }

  /** Until it is committed; in a process that ends first the next one finds the attempt. */
  private Future<Void> settle(Head head, Settlement as) {
    return Until.succeeded(
        () ->
            services
                .store()
                .settle(
                    connector, head.delivery().id(), head.from(), as, services.clock().millis()),
        () -> closed,
        () -> vertx.timer(AGAIN, TimeUnit.MILLISECONDS));
  }
}
