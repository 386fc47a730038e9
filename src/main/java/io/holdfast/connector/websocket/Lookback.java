package io.holdfast.connector.websocket;

import io.holdfast.model.Address;
import io.holdfast.model.Audience;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.HoldfastException.NotReady;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a client is told of the time before it came. Its Futures never fail: a client that cannot be
 * told the past still gets the present.
 */
final class Lookback {

  private final Desk desk;
  private final Socket socket;

  Lookback(Desk desk, Socket socket) {
    this.desk = desk;
    this.socket = socket;
  }

  /** Sends a page of the past, or an error that says why not. */
  Future<Void> history(ClientFrame.History asked) {
    Address address = new Address(desk.connector(), asked.chat(), asked.thread());
    return desk.store()
        .history(address, asked.before(), asked.limit() + 1)
        .map(items -> page(asked, items))
        .otherwise(Lookback::none)
        .onSuccess(socket::send)
        .mapEmpty();
  }

  /** Sends a file of a past item, or an error that says why not. */
  Future<Void> file(ClientFrame.File asked) {
    Address address = new Address(desk.connector(), asked.chat(), asked.thread());
    return desk.store()
        .file(address, asked.item(), asked.file())
        .map(found -> Wire.file(asked, found))
        .otherwise(Lookback::none)
        .onSuccess(socket::send)
        .mapEmpty();
  }

  private static String page(ClientFrame.History asked, List<HistoryItem> items) {
    HistoryPage page = HistoryPage.newest(items, asked.limit());
    return Wire.history(asked.chat(), asked.thread(), page.items(), page.more());
  }

  private static String none(Throwable cause) {
    return cause instanceof NotReady
        ? Wire.error("not-ready", "the store cannot be read now", false)
        : Wire.error("invalid", "nothing is known of that before", false);
  }

  /** Sends the turns that are open now. */
  Future<Void> openTurns(Audience audience) {
    return desk.store()
        .open(desk.connector(), audience)
        .onSuccess(turns -> turns.forEach(turn -> socket.send(Wire.turn(turn))))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }
}
