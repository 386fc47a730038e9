package io.holdfast.failpoint;

import static io.holdfast.failpoint.Strike.DELAY;
import static io.holdfast.failpoint.Strike.FAIL;
import static io.holdfast.failpoint.Strike.HALT;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A place in the code that is not an operation of the store (those are points by themselves, see
 * {@link Boundary}): a hand-over, or a link of a chain. Unarmed it is one read of a static field.
 */
public enum Failpoint {
  MESSAGE_READ(
      "a message was read from a client and is not offered to the store yet; if this fails, it"
          + " never is, and the line is cut",
      HALT,
      FAIL),
  ACCEPTED_WRITTEN(
      "a client was sent that its message is accepted; if this fails, the line is cut", HALT, FAIL),
  DELIVERY_WRITTEN("a client was sent a delivery; if this fails, the line is cut", HALT, FAIL),
  RECEIPT_READ(
      "a client's receipt was read and the store is not told yet; if this fails, it never is, and"
          + " the line is cut",
      HALT,
      FAIL),
  CLAIMED(
      "a turn is claimed and its attempt has not begun; if this fails, none does of those that"
          + " were claimed with it",
      HALT,
      FAIL),
  // No failure: that would be its agent's, which may make of it what it likes.
  STEP_EFFECT("a step's effect has happened and its RESULT is not committed", HALT),

  BATCH_BEFORE_COMMIT("operations have run in a transaction that is not committed", HALT, FAIL),
  BATCH_COMMITTED("operations are committed and none of their callers is told", HALT),
  BATCH_TOLD(
      "the callers are told and no doorbell is rung; if this fails, none ever is", HALT, FAIL),

  STOP_WAITING("the markers are committed, the wait for the running turns begins", HALT, DELAY),
  STOP_DEADLINE("the wait is over and turns run that are not told to end yet", HALT, DELAY),
  STOP_SETTLED("all that ran has ended or is released, no marker is cleared yet", HALT, DELAY),
  STOP_DRAINED("the runners of the full stop are gone and its markers are cleared", HALT, DELAY),
  STOP_FLUSHED("the connectors are gone", HALT, DELAY),
  STOP_BEFORE_CLOSE("the port is closed, the store is open", HALT, DELAY),

  BOOT_LOCKED("the database file is ours, nothing of it is read or changed yet", HALT),
  BOOT_OPENED("the store is open", HALT, FAIL, DELAY),
  BOOT_JOINED("the node has joined", HALT, FAIL, DELAY),
  BOOT_RECOVERED("what the lives before have left is judged", HALT, FAIL, DELAY),
  BOOT_CONNECTED("the connectors are there, the port is not open", HALT, FAIL, DELAY),
  BOOT_LISTENING("the port is open, no turn is claimed", HALT, FAIL, DELAY),
  BOOT_READY("everything is there", HALT, FAIL, DELAY),

  RELOAD_READ(
      "a changed configuration is read and found good, nothing of it is applied",
      HALT,
      FAIL,
      DELAY),
  RELOAD_UNDEPLOYED("a verticle that changes or goes has gone", HALT, FAIL, DELAY),
  RELOAD_DEPLOYED("a verticle that is new or changed is there", HALT, DELAY),
  RELOAD_APPLIED("all of a changed configuration is applied", HALT, DELAY);

  private final String meaning;

  // Immutable, though its type does not say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Strike> strikes;

  private final String point = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Failpoint(String meaning, Strike... strikes) {
    this.meaning = meaning;
    this.strikes = Set.of(strikes);
  }

  /** Its name: {@code stop-waiting}. */
  public String point() {
    return point;
  }

  /** What has happened when it is reached, and what has not. */
  public String meaning() {
    return meaning;
  }

  /** The ways to strike there; any other leaves it as it is. */
  public Set<Strike> strikes() {
    return strikes;
  }

  /** The names of all. */
  public static List<String> points() {
    return Arrays.stream(values()).map(Failpoint::point).toList();
  }

  /** A hand-over: does nothing, does not return, or throws {@link InjectedFault}. */
  public void reached() {
    if (Failpoints.armed() && fails(Failpoints.reached(point))) {
      throw new InjectedFault(point);
    }
  }

  /** A hand-over that is reached when {@code done} has succeeded; {@code cut} is its failure. */
  public void after(Future<?> done, Runnable cut) {
    if (Failpoints.armed()) {
      done.onSuccess(
          now -> {
            if (fails(Failpoints.reached(point))) {
              cut.run();
            }
          });
    }
  }

  /** A link of a chain: gives {@code value}, at once or later, or fails. */
  public <T> Future<T> link(T value) {
    if (!Failpoints.armed()) {
      return Future.succeededFuture(value);
    }
    Action action = Failpoints.reached(point);
    if (fails(action)) {
      return Future.failedFuture(new InjectedFault(point));
    }
    return action instanceof Action.Delay delay && strikes.contains(DELAY)
        ? later(delay.millis()).map(value)
        : Future.succeededFuture(value);
  }

  private boolean fails(Action action) {
    return action instanceof Action.Fail && strikes.contains(FAIL);
  }

  /** A thread that is no event loop may be held. */
  private static Future<Void> later(long millis) {
    Context context = Vertx.currentContext();
    if (context != null) {
      return context.owner().timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = 1; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return Future.succeededFuture();
  }
}
