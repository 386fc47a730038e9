package io.holdfast.connector.websocket;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one connection what the store says is due. Confined to the event loop of the server. */
final class Feed {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final Desk desk;
  private final Socket socket;
  private final Outflow outflow;
  private Audience audience = Audience.of(Set.of());
  private boolean open;

  Feed(Desk desk, Socket socket) {
    this.desk = desk;
    this.socket = socket;
    this.outflow = new Outflow(desk.settings().limits().unacked());
  }

  /** From here it sends. */
  void open() {
    open = true;
    look();
  }

  /** From here it sends nothing. */
  void close() {
    open = false;
    desk.meters().lost(outflow.unacked());
  }

  Audience audience() {
    return audience;
  }

  /** Receives these chats too, and what waits in them. */
  void widen(Audience wider) {
    audience = wider;
    outflow.rewind();
  }

  /** Does not receive {@code less} any more. */
  void narrow(Audience narrower, Set<String> less) {
    audience = narrower;
    outflow.forget(less);
  }

  /** There may be something due. */
  void look() {
    if (open && socket.takes() && (audience.all() || !audience.chats().isEmpty())) {
      outflow.begin().ifPresent(this::read);
    }
  }

  /** As {@link #look}, if there is a reason to. */
  void lookIfMore() {
    if (outflow.more()) {
      look();
    }
  }

  private void read(Outflow.Read read) {
    desk.store()
        .due(desk.connector(), audience, read.after(), read.limit())
        .onSuccess(this::arrived)
        .onFailure(this::failed);
  }

  private void arrived(List<Delivery> due) {
    for (Delivery delivery : outflow.take(due)) {
      if (open && audience.includes(delivery.address().chat())) {
        Failpoint.DELIVERY_WRITTEN.after(socket.send(Wire.delivery(delivery)), socket::abort);
        desk.meters().sent(delivery.id());
      } else {
        outflow.drop(delivery);
      }
    }
    lookIfMore();
  }

  /** The poll looks again. */
  private void failed(Throwable cause) {
    outflow.failed();
    LOG.warn("event=due-failed connector={} cause={}", desk.connector(), cause.toString());
  }

  /** The poll found {@code due}; if it went past this connection, it is fetched. */
  void check(Delivery due) {
    if (outflow.missed(due)) {
      outflow.rewind();
    }
    if (!outflow.holds(due.id())) {
      look();
    }
  }

  /** Those of {@code ids} that were sent here and are not settled. */
  List<Delivery> held(List<String> ids) {
    return outflow.held(ids);
  }

  /** A peer has acknowledged the delivery. */
  void owe(Delivery delivery) {
    outflow.owe(delivery);
  }

  /** The delivery is settled, here or elsewhere. */
  void settle(Delivery delivery) {
    outflow.settle(delivery);
  }
}
