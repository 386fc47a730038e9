package io.holdfast.failpoint;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A place in the code that is not an operation of the store (those are points by themselves, see
 * {@link Boundary}): a hand-over, or a link of a chain. Unarmed it is one read of a static field.
 */
public enum Failpoint {
  /** A message was read from a client and is not offered to the store yet. */
  MESSAGE_READ,
  /** A client was written that its message is accepted. */
  ACCEPTED_WRITTEN,
  /** A delivery was written to a client. */
  DELIVERY_WRITTEN,
  /** A client's receipt was read and the store is not told yet. */
  RECEIPT_READ,
  /** A step's effect has happened and its RESULT is not committed. */
  STEP_EFFECT,
  /** A batch of operations has run in its transaction, which is not committed. */
  BATCH_BEFORE_COMMIT,
  /** A batch is committed and none of its callers is told. */
  BATCH_COMMITTED,

  /** The wait for the running turns has begun. */
  STOP_WAITING,
  /** The drain deadline has passed, nothing is released yet. */
  STOP_DEADLINE,
  /** All that ran has ended or is released, no marker is cleared yet. */
  STOP_SETTLED,
  /** The runners of the full stop are gone, and its markers are cleared. */
  STOP_DRAINED,
  /** The connectors are gone. */
  STOP_FLUSHED,
  /** The sockets are closed, the store is open. */
  STOP_BEFORE_CLOSE,

  /** The store is open. */
  BOOT_OPENED,
  /** The node has joined. */
  BOOT_JOINED,
  /** What the lives before have left is judged. */
  BOOT_RECOVERED,
  /** The connectors are there, the port is not open. */
  BOOT_CONNECTED,
  /** The port is open, no turn is claimed. */
  BOOT_LISTENING,
  /** Everything is there. */
  BOOT_READY,

  /** A changed configuration is read and found good, nothing of it is applied. */
  RELOAD_READ,
  /** A verticle that changes or goes has gone. */
  RELOAD_UNDEPLOYED,
  /** A verticle that is new or changed is there. */
  RELOAD_DEPLOYED,
  /** All of it is applied. */
  RELOAD_APPLIED;

  private final String point = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name: {@code stop-waiting}. */
  public String point() {
    return point;
  }

  /** The names of all. */
  public static List<String> points() {
    return Arrays.stream(values()).map(Failpoint::point).toList();
  }

  /** A hand-over: does nothing, does not return, or throws {@link InjectedFault}. */
  public void reached() {
    if (Failpoints.armed() && Failpoints.reached(point) instanceof Action.Fail) {
      throw new InjectedFault(point);
    }
  }

  /** A link of a chain: gives {@code value}, at once or later, or fails. */
  public <T> Future<T> link(T value) {
    if (!Failpoints.armed()) {
      return Future.succeededFuture(value);
    }
    Action action = Failpoints.reached(point);
    if (action instanceof Action.Fail) {
      return Future.failedFuture(new InjectedFault(point));
    }
    return action instanceof Action.Delay delay
        ? later(delay.millis()).map(value)
        : Future.succeededFuture(value);
  }

  private static Future<Void> later(long millis) {
    Promise<Void> due = Promise.promise();
    Vertx.currentContext().owner().setTimer(millis, tick -> due.complete());
    return due.future();
  }
}
