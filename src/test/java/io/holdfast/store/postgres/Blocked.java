package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Sender;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A store that stands still in the middle of a transaction. */
record Blocked(Future<Acceptance> held, CountDownLatch wakes) implements AutoCloseable {

  static Blocked by(Store store) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    Inbound message =
        new Inbound(new Address("web", "z", ""), "z", new Sender("ann", ""), "/x", List.of(), 0);
    Future<Acceptance> held =
        store.command(
            message,
            facts -> {
              begun.countDown();
              await(wakes);
              return List.of();
            },
            1_000);
    if (!begun.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not begin");
    }
    return new Blocked(held, wakes);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void wake() {
    wakes.countDown();
  }

  @Override
  public void close() {
    wake();
    done(held.otherwiseEmpty());
  }
}
