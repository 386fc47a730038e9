package io.holdfast.connector;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * The sending side of a platform: one request each, no retry, no waiting, no memory. When to send
 * what again is the outbox's to decide.
 */
public interface Platform {

  /**
   * How long a request may take, a connection included; what takes longer is unknown. A lease that
   * is renewed in time always lasts longer.
   */
  Duration TIMEOUT = Duration.ofSeconds(3);

  /**
   * Sends a post, and gives the platform's id for it. Fails with a {@link SendFailure} that says
   * what is known of it; any other failure counts as {@link SendFailure.Unknown}.
   */
  Future<String> send(Post post);

  /**
   * Makes a message say what {@code post} says; one that says so already stays as it is. To be had
   * where the {@link Facts} have {@link Facts.Operation#EDIT}. Fails as {@link #send} does, with
   * {@link SendFailure.Gone} where the message is not there.
   *
   * @param receipt the platform's id of the message
   */
  default Future<Void> edit(String receipt, Post post) {
    return Future.failedFuture(new UnsupportedOperationException("nothing can be changed there"));
  }

  /**
   * Asks whether the platform has the post, and gives its id for it. To be had where {@link
   * Facts.Sending#findable}; an empty answer means that it has not and will not. Fails with {@link
   * SendFailure.Refused} where the platform will never say; any other failure means that it is not
   * known yet.
   */
  default Future<Optional<String>> find(Post post) {
    return Future.failedFuture(new UnsupportedOperationException("nothing can be looked up there"));
  }
}
