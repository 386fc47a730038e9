package io.holdfast.connector;

import io.holdfast.model.Head;
import io.holdfast.retry.Bound;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  /** When to go on in a chat after what should never fail. */
  private static final long AGAIN = 1_000;

  /** When to look again whether the lease lasts long enough for a send. */
  private static final long SOON = 250;

  /** So many chats are written to at the same time. */
  private static final int BUSY = 16;

  /** As long as fewer are, something may be written there that nobody waits for. */
  private static final int HALF_BUSY = 8;

  private static final int PAGE = 256;

  private final Vertx vertx;
  private final String connector;
  private final ConnectorServices services;
  private final DraftMessages drafts;
  private final Courier courier;
  private final InstantSource steady;
  private final Allowance allowance;
  private final List<MessageConsumer<String>> bells;
  private final long poll;

  private final Set<String> busy = new HashSet<>();

  /** Chats that became free while a read was under way, which may not know what they came to. */
  private final Set<String> outrun = new HashSet<>();

  /** Chats that have something due that is not begun. */
  private final Set<String> waiting = new HashSet<>();

  private final Promise<Void> idle = Promise.promise();
  private boolean open;
  private boolean closed;
  private boolean reading;
  private boolean again;

  /** By the steady clock. */
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
    this.services = services;
    this.drafts = new DraftMessages(vertx, facts, platform, services, this::isClosed);
    this.courier =
        new Courier(
            vertx,
            connector,
            facts,
            platform,
            policy,
            services,
            drafts,
            this::isClosed,
            this::told);
    this.steady = SteadyClock.from(services.clock());
    this.allowance = new Allowance(facts.budget(), steady);
    this.bells =
        List.of(
            services.bus().onDue(connector, chat -> look()), services.bus().onMissed(this::look));
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
    return new Bound(Platform.TIMEOUT.toMillis() + AGAIN)
        .on(vertx, this::deafAndIdle)
        .onFailure(e -> LOG.warn("event=send-left connector={} chats={}", connector, busy.size()))
        .otherwiseEmpty();
  }

  private Future<Void> deafAndIdle() {
    return Future.join(bells.stream().map(MessageConsumer::unregister).toList())
        .compose(deaf -> idle.future());
  }

  /** What is asked of its platform about drafts. */
  DraftMessages drafts() {
    return drafts;
  }

  private boolean isClosed() {
    return closed;
  }

  // ── what nobody waits for ────────────────────────────────────────────────────────────────────

  /**
   * Makes a request in a chat, unless something is due or being written there, the link is down or
   * the budget has nothing to spare. Nothing else is written there before it has ended, well or
   * not.
   *
   * @return whether it is begun
   */
  boolean aside(String chat, Supplier<Future<Void>> request) {
    // What is being read may be due there.
    boolean free = !reading && !waiting.contains(chat) && !busy.contains(chat);
    if (!free || busy.size() >= HALF_BUSY || !mayAsk() || !allowance.takeAside(chat)) {
      return false;
    }
    busy.add(chat);
    Future.succeededFuture()
        .compose(begin -> request.get())
        .onFailure(cause -> missed(chat, cause))
        .onComplete(done -> free(chat));
    return true;
  }

  /** Asks for something that writes nothing, if there is room for it; what fails is left out. */
  void courtesy(String chat, Supplier<Future<Void>> request) {
    if (mayAsk() && allowance.takeAsideOfAll(chat)) {
      services.permit().send(Platform.TIMEOUT, request).onFailure(cause -> heed(chat, cause));
    }
  }

  private void heed(String chat, Throwable cause) {
    if (cause instanceof SendFailure.Wait wait) {
      told(chat, wait);
    }
  }

  private boolean mayAsk() {
    return open && !closed && paused() == 0 && services.permit().mayStillSend(Platform.TIMEOUT);
  }

  private void missed(String chat, Throwable cause) {
    LOG.info("event=not-shown connector={} cause={}", connector, cause.toString());
    heed(chat, cause);
  }

  private void told(String chat, SendFailure.Wait wait) {
    if (wait.everywhere()) {
      pausedUntil = Math.max(pausedUntil, steady.millis() + wait.millis());
    } else {
      allowance.close(chat, wait.millis());
    }
  }

  /** For how many milliseconds the whole account is to wait. */
  private long paused() {
    return Math.max(0, pausedUntil - steady.millis());
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
    waiting.clear();
    for (Head head : heads) {
      String chat = head.delivery().address().chat();
      if (!busy.contains(chat) && !outrun.contains(chat) && busy.size() < BUSY && !closed) {
        consider(head, chat, services.clock().millis());
      }
      if (!busy.contains(chat)) {
        waiting.add(chat);
      }
    }
  }

  private void consider(Head head, String chat, long now) {
    long until = Math.max(courier.notBefore(head, now), now + paused());
    Next next = courier.next(head, now);
    boolean calls = next instanceof Next.Send || next instanceof Next.Find;
    if (calls && until <= now) {
      until = now + room(chat);
    }
    if (calls && until > now) {
      wake(until, now);
      return;
    }
    busy.add(chat);
    courier
        .bring(head, next, now)
        .recover(cause -> vertx.timer(AGAIN, TimeUnit.MILLISECONDS).mapEmpty())
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
}
