package io.holdfast.gateway;

import io.holdfast.model.HoldfastException.StoreOwned;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A life of a gateway in this process, where there may have been another one over the same
 * database. A stop waits for the closing of the store only so long: where the disk is slow, the
 * database still belongs to a gateway that has stopped.
 *
 * @param port the one that it listens on
 */
public record NextLife(Gateway gateway, int port) {

  /** Starts what {@code create} gives, and another one while the one before has the database. */
  public static NextLife begin(Callable<Gateway> create) {
    return Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(NextLife::early)
        .until(() -> begin(create.call()), begun -> true);
  }

  private static NextLife begin(Gateway gateway) throws Exception {
    // A stop that waits no longer may not have come to that. What closes Vert.x is a thread that
    // looks like an event loop and is none: a context that is asked for on it does not work.
    gateway.stopped().onSuccess(over -> Inside.closed(gateway));
    return new NextLife(gateway, gateway.start().await(60, TimeUnit.SECONDS));
  }

  private static boolean early(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(StoreOwned.class::isInstance);
  }
}
