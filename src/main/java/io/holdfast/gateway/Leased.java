package io.holdfast.gateway;

import io.holdfast.model.Lease;
import io.holdfast.store.Store;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector whose credential only one process may use at a time: it is deployed while this node
 * holds the lease of the credential, and idles otherwise. Unless the lease is renewed it is
 * undeployed before that ends; it comes back as soon as the lease is to be had. A redeploy keeps
 * the lease; a stop gives it up once the link is closed.
 */
final class Leased extends VerticleBase {

  /**
   * What it works with.
   *
   * @param used the leases that connectors of this process ask for
   * @param stopping whether the whole gateway stops
   */
  record House(
      String node,
      Store store,
      Deployments deployments,
      Set<String> used,
      Tenure.Clocks clocks,
      BooleanSupplier stopping) {}

  private static final Logger LOG = LoggerFactory.getLogger(Leased.class);

  /** How often a lease that is held is renewed, in milliseconds. */
  private static final long RENEWAL = 2_000;

  /** How often one is asked for that is not held, or that could not be renewed. */
  private static final long POLL = 500;

  /** How long others may try when the connector did not start. */
  private static final long PAUSE = 5_000;

  /** What a connector gets of its lease to close its link. */
  private static final long GOODBYE = 2_000;

  private static final long LOOK = 100;

  private final String connector;
  private final String lease;
  private final House house;
  private final Function<Tenure, Deployable> link;

  /** From when the connector is deployed until it is gone. */
  private Optional<Tenure> tenure = Optional.empty();

  private boolean asking;
  private boolean inUse;
  private boolean losing;
  private boolean stopped;
  private long next;
  private volatile String idle = "";

  /**
   * @param connector its id
   * @param lease the name of the lease
   * @param link makes the connector that may send for as long as that lasts
   */
  Leased(String connector, String lease, House house, Function<Tenure, Deployable> link) {
    this.connector = connector;
    this.lease = lease;
    this.house = house;
    this.link = link;
  }

  /** Why it idles; empty while it does not. Safe from any thread. */
  Optional<String> idle() {
    return Optional.of(idle).filter(why -> !why.isEmpty());
  }

  /** Completes when the connector has started, or idles; fails when it does not start. */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK, tick -> look());
    return ask().onFailure(broken -> unuse());
  }

  private void look() {
    if (!losing && !stopped && tenure.filter(held -> held.left() <= GOODBYE).isPresent()) {
      lose("it could not be renewed in time");
    }
    if (!asking && !losing && !ended() && house.clocks().now().steady() >= next) {
      ask().onFailure(this::leaveToOthers);
    }
  }

  private boolean ended() {
    return stopped && tenure.isEmpty();
  }

  // ── the lease ────────────────────────────────────────────────────────────────────────────────

  /** Asks for the lease, or renews it; fails only when the connector does not start. */
  private Future<Void> ask() {
    Tenure.Moment asked = house.clocks().now();
    next = asked.steady() + POLL;
    if (!use()) {
      idle("another connector of this node uses its credential");
      return Future.succeededFuture();
    }
    asking = true;
    return house
        .store()
        .lease(lease, house.node())
        .onComplete(told -> asking = false)
        .map(Optional::of)
        .otherwise(this::unknown)
        .compose(told -> told.map(now -> told(asked, now)).orElseGet(Future::succeededFuture));
  }

  /** In one process, whoever came first uses it. */
  private boolean use() {
    inUse = inUse || house.used().add(lease);
    return inUse;
  }

  private void unuse() {
    if (inUse) {
      house.used().remove(lease);
    }
    inUse = false;
  }

  private Optional<Lease> unknown(Throwable cause) {
    if (tenure.isEmpty()) {
      idle("the store cannot say who holds its lease: " + cause.getMessage());
    }
    return Optional.empty();
  }

  private Future<Void> told(Tenure.Moment asked, Lease now) {
    boolean mine = now.heldBy(house.node());
    if (losing || ended()) {
      return Future.succeededFuture();
    }
    if (mine) {
      next = asked.steady() + RENEWAL;
    }
    if (tenure.isPresent()) {
      if (!mine || !tenure.get().renew(asked, now)) {
        lose("it is held by node " + now.holder());
      }
      return Future.succeededFuture();
    }
    if (!mine) {
      idle("held by node " + now.holder());
      return Future.succeededFuture();
    }
    Tenure begun = new Tenure(house.clocks(), asked, now);
    return begun.left() > GOODBYE ? link(begun) : Future.succeededFuture();
  }

  private void idle(String why) {
    if (!why.equals(idle)) {
      LOG.info("event=idle connector={} because=\"{}\"", connector, why);
    }
    idle = why;
  }

  private Future<Void> giveUp() {
    return house
        .store()
        .giveUp(lease, house.node())
        .onFailure(e -> LOG.warn("event=lease-kept connector={} cause={}", connector, e.toString()))
        .otherwiseEmpty();
  }

  // ── the connector ────────────────────────────────────────────────────────────────────────────

  private Future<Void> link(Tenure begun) {
    tenure = Optional.of(begun);
    return Future.succeededFuture(begun)
        .map(link)
        .compose(this::deploy)
        .onSuccess(up -> linked(begun))
        .onFailure(cause -> tenure = Optional.empty());
  }

  private void linked(Tenure begun) {
    idle = "";
    LOG.info("event=linked connector={} lease={} {}", connector, lease, begun);
  }

  /** Not as a child of this verticle, which would be undeployed without being asked. */
  private Future<Void> deploy(Deployable verticle) {
    Promise<Void> up = ((ContextInternal) context).promise();
    ((VertxInternal) vertx)
        .createEventLoopContext()
        .runOnContext(go -> house.deployments().deploy(name(), verticle).onComplete(up));
    return up.future();
  }

  private String name() {
    return "linked." + connector;
  }

  private void lose(String why) {
    LOG.warn("event=lease-lost connector={} lease={} because=\"{}\"", connector, lease, why);
    idle = why;
    losing = true;
    unlink().onComplete(gone -> losing = false);
  }

  /** Completes when the connector is gone, whether well or not. */
  private Future<Void> unlink() {
    Promise<Void> gone = ((ContextInternal) context).promise();
    house.deployments().undeploy(name()).onComplete(gone);
    return gone.future().otherwiseEmpty().onComplete(done -> tenure = Optional.empty());
  }

  private void leaveToOthers(Throwable cause) {
    LOG.error("event=not-linked connector={}", connector, cause);
    idle = "it does not start: " + cause.getMessage();
    next = house.clocks().now().steady() + PAUSE;
    giveUp();
  }

  // ── it goes ──────────────────────────────────────────────────────────────────────────────────

  @Override
  public Future<?> stop() {
    stopped = true;
    return unlink()
        .compose(gone -> house.stopping().getAsBoolean() ? giveUp() : Future.succeededFuture())
        .onComplete(done -> unuse());
  }
}
