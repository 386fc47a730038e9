package io.holdfast.bench;

import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.Stop;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Link 2 of the stop chain by itself. */
final class Marks {

  private static final Route ROUTE = new Route("demo", DoubleText.ENQUEUE, 10);

  private Marks() {}

  /** How long it takes to mark {@code turns} running turns, in milliseconds. */
  static double millis(Vertx vertx, int turns) throws IOException {
    Path directory = Files.createTempDirectory("holdfast-bench");
    Store store =
        Load.await(
            SqliteStore.open(
                vertx, directory.resolve("marks.db"), new Nobody(), new SimpleMeterRegistry()));
    Load.await(store.join("node", 0));
    Load.await(
        Future.all(
            IntStream.range(0, turns)
                .mapToObj(i -> store.accept(message(i), ROUTE, "", 0))
                .toList()));
    ClaimRequest all =
        new ClaimRequest(
            "demo",
            "node",
            turns,
            0,
            new ClaimRequest.Suspects(Integer.MAX_VALUE, 0),
            (reason, away, steps) -> Optional.empty());
    int running = Load.await(store.claim(all, 0)).size();
    Stop stop = new Stop("stop", "node", Scope.everything(), Reason.SHUTDOWN);
    long begin = System.nanoTime();
    int marked = Load.await(store.mark(stop, 1));
    double took = (System.nanoTime() - begin) / 1e6;
    if (running != turns || marked != turns) {
      throw new IllegalStateException(running + " running, " + marked + " marked");
    }
    Load.await(store.close());
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    return took;
  }

  private static Inbound message(int i) {
    Address address = new Address("web", "chat-" + i, "");
    return new Inbound(address, "m-" + i, new Sender("u-" + i, ""), "work", List.of(), 0);
  }

  /** Rings nobody. */
  private record Nobody() implements Doorbell {
    @Override
    public void work(String runner) {}

    @Override
    public void control(String runner) {}

    @Override
    public void due(String connector, String chat) {}
  }
}
