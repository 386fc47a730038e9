package io.holdfast.ops.api;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.model.MarkerView;
import io.holdfast.model.MessageView;
import io.holdfast.model.NodeView;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.Reason;
import io.holdfast.model.Sender;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionKey;
import io.holdfast.model.SessionState;
import io.holdfast.model.SessionView;
import io.holdfast.model.StepState;
import io.holdfast.model.StepView;
import io.holdfast.model.TimelineEntry;
import io.holdfast.model.Trace;
import io.holdfast.model.TurnDetail;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.TurnFilter;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The part of a store that an operator sees, in memory: sessions, turns and deliveries. */
final class FakeStore {

  static final long NOW = 1_790_000_000_123L;
  static final Address PLACE = new Address("web", "dev/1", "");
  static final String KEY = SessionKey.of(PLACE).text();

  /** What was steered, in order. */
  final List<Change> changes = new ArrayList<>();

  final List<TurnView> turns = new ArrayList<>();
  final List<SessionView> sessions = new ArrayList<>();
  final List<DeliveryView> deliveries = new ArrayList<>();

  /** One who asks, and one who is let in. */
  final List<Pairing> pairings =
      List.of(
          new Pairing(new Address("tg", "1", ""), new Sender("u/1", "Eve"), "AB-CD", NOW, 0),
          new Pairing(new Address("tg", "2", ""), new Sender("2", ""), "", 0, NOW));

  volatile SessionState state = SessionState.ACTIVE;
  volatile boolean ready = true;
  volatile boolean broken;
  volatile int backupSize = 4096;
  volatile Path backedUp = Path.of("none");
  volatile TurnFilter filter = new TurnFilter(Set.of(), "", "");

  FakeStore(int rows) {
    IntStream.range(0, rows).forEach(this::add);
  }

  private void add(int number) {
    TurnState turnState = TurnState.values()[number % TurnState.values().length];
    DeliveryState delivered = DeliveryState.values()[number % DeliveryState.values().length];
    long ended = delivered == DeliveryState.SENT ? NOW : 0;
    turns.add(turn("t" + number, turnState));
    sessions.add(new SessionView(KEY + number, PLACE, state, "", number, NOW));
    deliveries.add(
        new DeliveryView("d" + number, "web", "dev", "", "reply", 1, 2, delivered, NOW, ended, ""));
  }

  static TurnView turn(String id, TurnState state) {
    return new TurnView(
        id,
        KEY,
        PLACE,
        "demo",
        state,
        false,
        2,
        1,
        3,
        "n1",
        state == TurnState.RUNNING
            ? Optional.of(new MarkerView("s1", Reason.REDEPLOY, NOW))
            : Optional.empty(),
        NOW,
        NOW + 5);
  }

  Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(), new Class<?>[] {Store.class}, this::call);
  }

  private Object call(Object proxy, Method method, Object[] arguments) {
    if (!ready) {
      return Future.failedFuture(new NotReady("the disk is full"));
    }
    if (broken) {
      throw new IllegalStateException("a secret path");
    }
    return switch (method.getName()) {
      case "counts" -> Future.succeededFuture(counts());
      case "sessions" -> page(sessions, (Piece) arguments[1]);
      case "turns" -> {
        filter = (TurnFilter) arguments[0];
        yield page(turns, (Piece) arguments[1]);
      }
      case "deliveries" -> page(deliveries, (Piece) arguments[1]);
      case "turn" -> Future.succeededFuture(detail((String) arguments[0]));
      case "trace" -> Future.succeededFuture(trace((String) arguments[0]));
      case "nodes" ->
          Future.succeededFuture(
              List.of(new NodeView("n2", NOW, NOW, 0), new NodeView("n1", NOW, NOW, NOW)));
      case "steer" -> Future.succeededFuture(steer(arguments));
      case "pairings" -> page(pairings, (Piece) arguments[1]);
      case "approve" -> Future.succeededFuture(pairing((String) arguments[0]));
      case "revoke" ->
          Future.succeededFuture(arguments[0].equals("tg") && arguments[1].equals("u/1"));
      case "retry", "drop" -> Future.succeededFuture(delivery((String) arguments[0]));
      case "backup" -> backup((Path) arguments[0]);
      default -> throw new UnsupportedOperationException(method + Arrays.toString(arguments));
    };
  }

  private static Counts counts() {
    return new Counts(
        Map.of(TurnState.QUEUED, 3L, TurnState.RUNNING, 1L),
        Map.of("demo", 3L),
        Map.of("demo", 3L, "old", 1L),
        Map.of(DeliveryState.HELD, 2L),
        1);
  }

  /** A cursor is {@code c} and where the next piece begins. */
  private static <T> Future<Page<T>> page(List<T> all, Piece piece) {
    if (!piece.cursor().matches("(c[0-9]+)?")) {
      return Future.failedFuture(new IllegalArgumentException("not a cursor of this list"));
    }
    int from = piece.cursor().isEmpty() ? 0 : Integer.parseInt(piece.cursor().substring(1));
    int to = Math.min(all.size(), from + piece.limit());
    return Future.succeededFuture(
        new Page<>(all.subList(from, to), to == all.size() ? "" : "c" + to));
  }

  private Optional<TurnDetail> detail(String id) {
    return turns.stream().filter(turn -> turn.id().equals(id)).findFirst().map(this::detail);
  }

  private TurnDetail detail(TurnView turn) {
    return new TurnDetail(
        turn,
        List.of(message("m1")),
        List.of(
            new StepView("k1", "look", StepState.RESULT, 1, NOW, NOW + 1),
            new StepView("k2", "leap", StepState.INTENT, 2, NOW, 0)),
        deliveries.stream().limit(2).toList(),
        timeline(turn.id()));
  }

  private static List<TimelineEntry> timeline(String turn) {
    return List.of(
        new TimelineEntry(NOW, "accepted", turn, 0, ""),
        new TimelineEntry(NOW + 1, "claimed", turn, 1, "n1"));
  }

  private static MessageView message(String id) {
    return new MessageView("web", id, "task", "u1", NOW);
  }

  /** {@code c1} is a command, {@code m1} a task; there are no others. */
  private List<Trace> trace(String id) {
    return switch (id) {
      case "c1" -> List.of(new Trace(message(id), Optional.empty(), timeline("")));
      case "m1" -> List.of(new Trace(message(id), detail("t0"), timeline("t0")));
      default -> List.of();
    };
  }

  @SuppressWarnings("unchecked")
  private boolean steer(Object[] arguments) {
    if (!arguments[0].equals(KEY)) {
      return false;
    }
    List<TurnFacts> open =
        turns.stream()
            .filter(turn -> turn.state().open())
            .map(turn -> new TurnFacts(turn.id(), turn.state(), "text", 0, NOW, "agent"))
            .toList();
    Function<SessionFacts, List<Change>> decision =
        (Function<SessionFacts, List<Change>>) arguments[1];
    changes.addAll(decision.apply(new SessionFacts(state, open, Optional.empty())));
    return true;
  }

  private Optional<Pairing> pairing(String code) {
    return pairings.stream().filter(pairing -> pairing.code().equals(code)).findFirst();
  }

  private boolean delivery(String id) {
    return deliveries.stream().anyMatch(delivery -> delivery.id().equals(id));
  }

  private Future<Void> backup(Path file) {
    return Vertx.currentContext()
        .executeBlocking(
            () -> {
              backedUp = Files.write(file, new byte[backupSize]);
              return backedUp;
            })
        .mapEmpty();
  }
}
