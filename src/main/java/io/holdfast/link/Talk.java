package io.holdfast.link;

import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;

/** What is said on a link, by whoever knows the platform. Called on the link's event loop. */
public interface Talk {

  /** Whether there is something to go on with. */
  boolean resumable();

  /**
   * Where the next socket leads; asked once a try. It should fail within seconds rather than wait.
   *
   * @param resuming whether it goes on with what was before; never where that is not {@link
   *     #resumable()}
   */
  Future<WebSocketConnectOptions> way(boolean resuming);

  /** A text has come. */
  void heard(Line line, String text);

  /** The other side is to be asked whether it lives; {@link Line#answered()} is to follow. */
  void ask(Line line);

  /**
   * What it means that the other side has closed the socket.
   *
   * @param code of its Close frame; 0 without one
   */
  End meaning(int code);
}
