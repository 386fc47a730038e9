package io.holdfast.connector.websocket;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Made;
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

  /** What is read: less than the audience, until all is read that was settled before it grew. */
  private Audience reached = audience;

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
    if (!open || !desk.shared()) {
      reach(wider);
    }
  }

  private void reach(Audience wider) {
    reached = wider;
    outflow.rewind();
  }

  /** Does not receive {@code less} any more. */
  void narrow(Audience narrower, Set<String> less) {
    audience = narrower;
    reached = reached.without(less);
    outflow.forget(less);
    lookIfMore();
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
    Audience wanted = audience;
    desk.made(reached, read).onSuccess(made -> arrived(made, read, wanted)).onFailure(this::failed);
  }

  private void arrived(Made made, Outflow.Read read, Audience wanted) {
    send(outflow.take(made));
    boolean all = !made.isFull(read.limit());
    if (all && wanted.equals(audience) && !wanted.equals(reached)) {
      reach(wanted);
    }
    lookIfMore();
  }

  private void send(List<Delivery> deliveries) {
    for (Delivery delivery : deliveries) {
      if (open && audience.includes(delivery.address().chat())) {
        Failpoint.DELIVERY_WRITTEN.after(socket.send(Wire.delivery(delivery)), socket::abort);
        desk.meters().sent(delivery.id());
      } else {
        outflow.drop(delivery);
      }
    }
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

  /** The poll found what may not have been seen here, and may be settled by now. */
  void checkNews(Delivery delivery) {
    if (outflow.isNews(delivery)) {
      look();
    }
  }

  /** Nothing depends on a doorbell, nor on an ack that another process has got. */
  void catchUp() {
    if (audience.all() || !audience.equals(reached)) {
      look();
    }
    outflow.review().ifPresent(this::review);
  }

  private void review(Outflow.Review review) {
    desk.store()
        .glance(desk.connector(), audience, review.after(), Desk.NOTHING_SETTLED, review.limit())
        .onSuccess(
            made -> {
              outflow.reviewed(review, made.deliveries());
              lookIfMore();
            });
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
