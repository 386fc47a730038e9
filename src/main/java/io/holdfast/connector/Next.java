package io.holdfast.connector;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.Head;
import java.time.Duration;

/** What is to be done with the piece that a chat waits for. */
sealed interface Next {

  /**
   * It is sent.
   *
   * @param marked whether it says that it may be there already
   */
  record Send(boolean marked) implements Next {}

  /** The platform is asked; if it has not got it, it is sent. */
  record Find() implements Next {}

  /** Nobody finds out any more. */
  record GiveUp(String because) implements Next {}

  /** A process that ends between an attempt and its answer leaves an attempt that none makes. */
  record Doubt(String because) implements Next {}

  /** So often, at least, a piece is sent of which nobody knows if it is there. */
  int MOST = 5;

  /** And for so long, at least: an outage of the platform costs no reply. */
  Duration PATIENCE = Duration.ofDays(1);

  /** Where the facts leave a choice, the policy has it. */
  static Next of(Facts.Sending exact, OnUnknown policy, Head head, long now) {
    if (head.state() == DeliveryState.ATTEMPTING) {
      return new Doubt("its sender ended before the answer came");
    }
    if (head.state() == DeliveryState.PENDING) {
      return new Send(false);
    }
    boolean enough = head.unknowns() >= MOST && now - head.triedAt() >= PATIENCE.toMillis();
    // What is not to be tried yet is not to be given up yet either.
    if (enough && head.later() <= now) {
      return new GiveUp("it may be there " + head.unknowns() + " times, and no answer came");
    }
    Duration latest = Duration.ofMillis(now - head.triedAt()).plus(Platform.TIMEOUT);
    if (exact.key().covers(latest)) {
      return new Send(false);
    }
    if (exact.findable()) {
      return new Find();
    }
    if (policy == OnUnknown.AT_MOST_ONCE) {
      return new GiveUp("it may be there; on-unknown is at-most-once");
    }
    return new Send(true);
  }
}
