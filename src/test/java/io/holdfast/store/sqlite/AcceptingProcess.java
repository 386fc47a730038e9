package io.holdfast.store.sqlite;

import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** A process that accepts messages until it is killed, and prints the id of each that it acks. */
final class AcceptingProcess {

  private static final int IN_FLIGHT = 64;
  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 1_000_000);

  private final Store store;
  private int next;

  private AcceptingProcess(Store store) {
    this.store = store;
  }

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    vertx.runOnContext(
        go ->
            SqliteStore.open(vertx, Path.of(args[0]), new Rings(), new SimpleMeterRegistry())
                .onSuccess(
                    store -> {
                      AcceptingProcess process = new AcceptingProcess(store);
                      for (int i = 0; i < IN_FLIGHT; i++) {
                        process.accept();
                      }
                    })
                .onFailure(
                    failure -> {
                      System.out.println("failed " + failure.getMessage());
                      vertx.close();
                    }));
  }

  private void accept() {
    String id = "m" + next++;
    Address address = new Address("web", "chat-" + next % 100, "");
    Inbound message = new Inbound(address, id, new Sender("ann", ""), "x", List.of(), 0);
    store
        .accept(message, ROUTE, "held", 1)
        .onSuccess(
            accepted -> {
              if (accepted instanceof Accepted) {
                System.out.println("acked " + id);
              }
              accept();
            })
        .onFailure(refused -> System.out.println("refused " + refused.getMessage()));
  }
}
