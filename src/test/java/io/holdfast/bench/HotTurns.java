package io.holdfast.bench;

import io.holdfast.model.Address;
import io.holdfast.model.Audience;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.Doorbell;
import io.holdfast.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns at a steady rate, whether the store keeps up or not: accepted, claimed, a step, an answer,
 * which is fetched and acked. Everything but {@link #sample} and the ends is confined to its
 * context.
 */
final class HotTurns {

  /** What happened since the last one, and how much waits now. */
  record Sample(long ended, long waiting, double claimHalfMillis, double claimMillis) {}

  private static final String NODE = "bench";
  private static final Route ROUTE = new Route("demo", DoubleText.ENQUEUE, 1_000_000);
  private static final int CHATS = 5_000;
  private static final int AT_ONCE = 256;
  private static final int FETCHED = 512;
  private static final long TICK = 10;
  private static final long BEAT = 2_000;

  private static final ClaimRequest.Suspects ALL_AT_ONCE = new ClaimRequest.Suspects(2, 2_000);

  /** Until the JVM knows what it is to run. */
  private static final int WARM_UP = 1_000;

  private final Promise<Void> warm = Promise.promise();
  private final Context context;
  private final Vertx vertx;
  private final Store store;
  private List<Double> claims = new ArrayList<>();
  private long began;
  private long said;
  private long ended;
  private int running;
  private long after;
  private boolean claiming;
  private boolean fetching;
  private volatile boolean over;

  HotTurns(Vertx vertx, Function<Doorbell, Store> store) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.store = store.apply(new Bells());
  }

  /** Rings whoever it concerns. */
  private final class Bells implements Doorbell {
    @Override
    public void work(String runner) {
      context.runOnContext(now -> claim());
    }

    @Override
    public void control(String runner) {}

    @Override
    public void due(String connector, String chat) {
      context.runOnContext(now -> fetch());
    }
  }

  /** Takes some turns as fast as they go, then the measured ones at {@code rate} a second. */
  void begin(int rate) {
    Load.await(store.join(NODE, now()));
    context.runOnContext(now -> say(WARM_UP));
    Load.await(warm.future());
    context.runOnContext(
        now -> {
          began = System.nanoTime();
          claims = new ArrayList<>();
          vertx.setPeriodic(
              TICK, tick -> say(WARM_UP + (System.nanoTime() - began) * rate / 1_000_000_000L));
          vertx.setPeriodic(BEAT, tick -> store.beat(NODE, now()));
        });
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private void say(long wanted) {
    while (said < wanted && !over) {
      long number = said++;
      Address chat = new Address("web", "chat-" + number % CHATS, "");
      Sender sender = new Sender("u-" + number % CHATS, "");
      store.accept(
          new Inbound(chat, "m-" + number, sender, "hello", List.of(), 0), ROUTE, "", now());
    }
  }

  private void claim() {
    if (claiming || over || running >= AT_ONCE) {
      return;
    }
    claiming = true;
    long asked = System.nanoTime();
    ClaimRequest request =
        new ClaimRequest(
            "demo",
            NODE,
            AT_ONCE - running,
            AT_ONCE / 2,
            ALL_AT_ONCE,
            (reason, away, steps) -> Optional.empty());
    store
        .claim(request, now())
        .onSuccess(
            turns -> {
              claims.add((System.nanoTime() - asked) / 1e6);
              running += turns.size();
              turns.forEach(this::run);
            })
        .onComplete(
            done -> {
              claiming = false;
              if (done.succeeded() && !done.result().isEmpty()) {
                claim();
              }
            });
  }

  private void run(Claimed turn) {
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, "you said hello", List.of()));
    store
        .intend(turn.attempt(), "one", "the only step", now())
        .compose(begun -> store.record(turn.attempt(), "one", "done", now()))
        .compose(known -> store.finish(turn.attempt(), Outcome.done("hello"), says, now()))
        .onComplete(
            done -> {
              running--;
              if (++ended == WARM_UP) {
                warm.complete();
              }
              claim();
            });
  }

  private void fetch() {
    if (fetching || over) {
      return;
    }
    fetching = true;
    store
        .due("web", Audience.everyone(), after, FETCHED)
        .compose(this::ack)
        .onComplete(
            done -> {
              fetching = false;
              if (done.succeeded() && done.result() > 0) {
                fetch();
              }
            });
  }

  private Future<Integer> ack(List<Delivery> due) {
    if (due.isEmpty()) {
      return Future.succeededFuture(0);
    }
    after = due.get(due.size() - 1).seq();
    List<String> ids = due.stream().map(Delivery::id).toList();
    return store.delivered("web", ids, now()).map(due.size());
  }

  Sample sample() {
    return Load.await(Future.future(told -> context.runOnContext(now -> told.complete(take()))));
  }

  /** What nobody has taken yet waits, too. */
  private Sample take() {
    double[] sorted = claims.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    claims = new ArrayList<>();
    return new Sample(ended - WARM_UP, said - ended, at(sorted, 0.5), at(sorted, 0.99));
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)];
  }

  void end() {
    over = true;
    Load.await(store.close());
  }
}
