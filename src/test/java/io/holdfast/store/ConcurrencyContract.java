package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.model.Audience;
import io.holdfast.model.Claimed;
import io.holdfast.model.Delivery;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Outcome;
import io.holdfast.model.Outgoing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many callers on many threads at once. */
public abstract class ConcurrencyContract extends StoreContract {

  private final Vertx callers = Vertx.vertx();

  protected ConcurrencyContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  @AfterEach
  void closeCallers() {
    done(callers.close());
  }

  @Test
  @DisplayName("S08 S11 S25: many writers and runners at once: FIFO, one running turn a session")
  void keepsOrderUnderLoad() {
    int chats = 8;
    int each = 50;
    for (int chat = 0; chat < chats; chat++) {
      sendAll("chat-" + chat, each);
    }
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    Set<String> collisions = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> finished = new ConcurrentLinkedQueue<>();
    for (int worker = 0; worker < 4; worker++) {
      callers.getOrCreateContext().runOnContext(go -> work(running, collisions, finished));
    }

    await().until(() -> finished.size() == chats * each);
    assertThat(collisions).isEmpty();
    Map<String, List<String>> replies =
        done(store.due("web", Audience.everyone(), 0, 1_000)).stream()
            .collect(
                Collectors.groupingBy(
                    delivery -> delivery.address().chat(),
                    Collectors.flatMapping(
                        (Delivery delivery) -> delivery.inReplyTo().stream(),
                        Collectors.toList())));
    for (int chat = 0; chat < chats; chat++) {
      String name = "chat-" + chat;
      assertThat(replies.get(name))
          .containsExactlyElementsOf(
              IntStream.range(0, each).mapToObj(i -> name + "-" + i).toList());
    }
  }

  private void sendAll(String chat, int each) {
    Context context = callers.getOrCreateContext();
    context.runOnContext(
        go -> {
          for (int i = 0; i < each; i++) {
            store.accept(message(chat, chat + "-" + i), ROUTE, HELD, now);
          }
        });
  }

  private void work(
      Map<String, AtomicInteger> running,
      Set<String> collisions,
      ConcurrentLinkedQueue<String> finished) {
    store
        .claim(claiming(3), now)
        .compose(
            claimed -> {
              List<Future<Void>> ends = new ArrayList<>();
              for (Claimed turn : claimed) {
                AtomicInteger inSession =
                    running.computeIfAbsent(turn.address().chat(), chat -> new AtomicInteger());
                if (inSession.incrementAndGet() != 1) {
                  collisions.add(turn.address().chat());
                }
                ends.add(end(turn, inSession, finished));
              }
              return Future.all(ends);
            })
        .onComplete(
            done ->
                callers.setTimer(
                    1,
                    again -> {
                      if (finished.size() < 400) {
                        work(running, collisions, finished);
                      }
                    }));
  }

  private Future<Void> end(
      Claimed turn, AtomicInteger inSession, ConcurrentLinkedQueue<String> finished) {
    // Before the commit: once it is done, another worker may have the session's next turn.
    inSession.decrementAndGet();
    List<Outgoing> says = List.of(new Outgoing.Reply(1, 1, "done", List.of()));
    return store
        .finish(turn.attempt(), Outcome.done("done"), says, now)
        .onSuccess(ended -> finished.addAll(turn.inReplyTo()));
  }

  @Test
  @DisplayName("an operation that fails fails alone; what was called with it is committed")
  void failsAlone() {
    List<Future<?>> good = new ArrayList<>();
    List<Future<?>> bad = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      good.add(store.accept(message("chat-" + i, "m" + i), ROUTE, HELD, now));
      if (i % 10 == 0) {
        bad.add(
            store.command(
                message("chat-" + i, "c" + i),
                facts -> {
                  throw new IllegalArgumentException("no decision");
                },
                now));
      }
    }
    good.forEach(StoreContract::done);
    bad.forEach(future -> assertThat(failure(future)).isInstanceOf(IllegalArgumentException.class));
    assertThat(claim(100)).hasSize(30);
    assertThat(timeline("c0")).isEmpty();
    assertThat(rings.heard()).isNotEmpty();
  }

  @Test
  @DisplayName("a fenced write does not disturb what is committed with it")
  void fencesAlone() {
    Claimed claimed = running("lobby", "m1");
    finish(claimed.attempt(), "done");
    List<Future<?>> fenced = new ArrayList<>();
    List<Future<?>> good = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      fenced.add(store.release(claimed.attempt(), now));
      good.add(store.accept(message("chat-" + i, "n" + i), ROUTE, HELD, now));
    }
    good.forEach(StoreContract::done);
    fenced.forEach(
        future -> assertThat(failure(future)).isInstanceOf(HoldfastException.Fenced.class));
  }

  @Test
  @DisplayName("results arrive on the caller's context, in the order of the calls")
  void answersOnTheCallersContext() {
    ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
    Set<Boolean> home = ConcurrentHashMap.newKeySet();
    Context context = callers.getOrCreateContext();
    context.runOnContext(
        go -> {
          for (int i = 0; i < 100; i++) {
            int number = i;
            store
                .accept(message("chat-" + i, "m" + i), ROUTE, HELD, now)
                .onComplete(
                    done -> {
                      order.add(number);
                      home.add(context.equals(Vertx.currentContext()));
                    });
          }
          store.counts().onComplete(done -> home.add(context.equals(Vertx.currentContext())));
        });

    await().until(() -> order.size() == 100);
    assertThat(List.copyOf(order)).isSorted();
    assertThat(home).containsExactly(true);
  }
}
