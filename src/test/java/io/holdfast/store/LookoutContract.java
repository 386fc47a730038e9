package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Change;
import io.holdfast.model.Claimed;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.NodeView;
import io.holdfast.model.Page;
import io.holdfast.model.Question;
import io.holdfast.model.SessionState;
import io.holdfast.model.SessionView;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.model.Verdict;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Lookout.TurnFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Lookout} promises to an operator. */
public abstract class LookoutContract extends StoreContract {

  private static final SessionFilter ANY_SESSION = new SessionFilter(Optional.empty(), "", "");
  private static final TurnFilter ANY_TURN = new TurnFilter(Set.of(), "", "");
  private static final DeliveryFilter ANY_DELIVERY = new DeliveryFilter(Optional.empty(), "", "");

  protected LookoutContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private static Piece all() {
    return new Piece("", 1_000);
  }

  /** Everything, read in pieces of {@code size}; each piece but the last is full. */
  private static <T> List<T> inPieces(int size, Function<Piece, Future<Page<T>>> list) {
    List<T> items = new ArrayList<>();
    String cursor = "";
    do {
      Page<T> page = done(list.apply(new Piece(cursor, size)));
      assertThat(page.items()).hasSizeBetween(page.next().isEmpty() ? 0 : size, size);
      items.addAll(page.items());
      cursor = page.next();
    } while (!cursor.isEmpty());
    return items;
  }

  private List<String> sessions(SessionFilter filter) {
    return done(store.sessions(filter, all())).items().stream().map(SessionView::key).toList();
  }

  private List<TurnState> states(TurnFilter filter) {
    return done(store.turns(filter, all())).items().stream().map(TurnView::state).toList();
  }

  private static TurnFilter in(TurnState... states) {
    return new TurnFilter(Set.of(states), "", "");
  }

  /** A turn in each state, each in a session of its own but the queued one. */
  private void everyState() {
    Claimed asking = running("asking", "m1");
    done(store.ask(asking.attempt(), "q", Question.of("which?"), now));
    running("quarantined", "m2");
    lookedAfter(orphan -> new Verdict.Quarantine("set aside"));
    finish(running("done", "m3").attempt(), "a3");
    fail(running("failed", "m4").attempt());
    command("cancelled", "c1", new Change.Cancel(accept("cancelled", "m5").turn()));
    Claimed interrupted = running("interrupted", "m6");
    running("running", "m7");
    done(store.release(interrupted.attempt(), now));
    accept("running", "m8");
  }

  @Test
  @DisplayName("sessions are listed with what runs and waits in them, the newest message first")
  void listsSessions() {
    Claimed claimed = running("lobby", "m1");
    now += 10;
    accept("den", "m2");
    now += 10;
    accept(message(new Address("mail", "den", "topic"), "m3", "x"), ROUTE);
    now += 10;
    accept("lobby", "m4");

    List<SessionView> sessions = done(store.sessions(ANY_SESSION, all())).items();
    assertThat(sessions)
        .extracting(SessionView::key)
        .containsExactly("web/lobby", "mail/den/topic", "web/den");
    assertThat(sessions.get(0))
        .isEqualTo(
            new SessionView(
                "web/lobby", chat("lobby"), SessionState.ACTIVE, claimed.attempt().turn(), 1, now));
    assertThat(sessions.get(2).begun()).isEmpty();
    assertThat(sessions.get(2).queued()).isEqualTo(1);
  }

  @Test
  @DisplayName("sessions are found by state, connector and chat")
  void filtersSessions() {
    accept("lobby", "m1");
    accept("den", "m2");
    accept(message(new Address("mail", "den", ""), "m3", "x"), ROUTE);
    command("den", "c1", new Change.Suspend());

    Optional<SessionState> suspended = Optional.of(SessionState.SUSPENDED);
    assertThat(sessions(new SessionFilter(suspended, "", ""))).containsExactly("web/den");
    assertThat(sessions(new SessionFilter(Optional.of(SessionState.ACTIVE), "", "")))
        .containsExactly("mail/den", "web/lobby");
    assertThat(sessions(new SessionFilter(Optional.empty(), "mail", "")))
        .containsExactly("mail/den");
    assertThat(sessions(new SessionFilter(Optional.empty(), "", "den")))
        .containsExactlyInAnyOrder("mail/den", "web/den");
    assertThat(sessions(new SessionFilter(suspended, "web", "den"))).containsExactly("web/den");
    assertThat(sessions(new SessionFilter(suspended, "mail", ""))).isEmpty();
  }

  @Test
  @DisplayName("lists are read piece by piece without a gap and without a repetition")
  void pages() {
    for (int i = 0; i < 23; i++) {
      now += i % 3;
      finish(running("chat-" + i, "m" + i).attempt(), "a" + i);
      if (i % 5 == 0) {
        fail(running("chat-" + i, "n" + i).attempt());
      }
    }
    for (int size : List.of(1, 4, 23, 100)) {
      assertThat(inPieces(size, piece -> store.sessions(ANY_SESSION, piece)))
          .isEqualTo(done(store.sessions(ANY_SESSION, all())).items())
          .hasSize(23);
      assertThat(inPieces(size, piece -> store.turns(ANY_TURN, piece)))
          .isEqualTo(done(store.turns(ANY_TURN, all())).items())
          .hasSize(28)
          .extracting(TurnView::acceptedAt)
          .isSortedAccordingTo((a, b) -> Long.compare(b, a));
      assertThat(inPieces(size, piece -> store.deliveries(ANY_DELIVERY, piece)))
          .isEqualTo(done(store.deliveries(ANY_DELIVERY, all())).items())
          .hasSize(28);
    }
  }

  @Test
  @DisplayName("what comes in while a list is read does not shift what is still to be read")
  void pagesWhileWorkGoesOn() {
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      turns.add(0, accept("chat-" + i, "m" + i).turn());
    }
    Page<TurnView> first = done(store.turns(ANY_TURN, new Piece("", 3)));
    accept("new", "m9");
    Page<TurnView> second = done(store.turns(ANY_TURN, new Piece(first.next(), 3)));

    assertThat(first.items()).extracting(TurnView::id).isEqualTo(turns.subList(0, 3));
    assertThat(second.items()).extracting(TurnView::id).isEqualTo(turns.subList(3, 6));
    assertThat(second.next()).isEmpty();
  }

  @Test
  @DisplayName("a cursor of another list, and anything that is none, is refused")
  void refusesForeignCursors() {
    accept("lobby", "m1");
    accept("den", "m2");
    String cursor = done(store.sessions(ANY_SESSION, new Piece("", 1))).next();
    assertThat(cursor).isNotEmpty();
    for (String foreign : List.of(cursor, "x", "12", "not base64!", cursor + "A")) {
      assertThat(failure(store.turns(ANY_TURN, new Piece(foreign, 1))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(failure(store.deliveries(ANY_DELIVERY, new Piece(foreign, 1))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(failure(store.sessions(ANY_SESSION, new Piece("x", 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(failure(store.sessions(ANY_SESSION, new Piece("", 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("turns are found by state, runner and session, the newest first")
  void filtersTurns() {
    everyState();

    assertThat(states(ANY_TURN))
        .containsExactly(
            TurnState.QUEUED,
            TurnState.RUNNING,
            TurnState.INTERRUPTED,
            TurnState.CANCELLED,
            TurnState.FAILED,
            TurnState.DONE,
            TurnState.QUARANTINED,
            TurnState.ASKING);
    for (TurnState state : TurnState.values()) {
      assertThat(states(in(state))).as(state.name()).containsExactly(state);
    }
    assertThat(states(in(TurnState.FAILED, TurnState.RUNNING, TurnState.DONE)))
        .containsExactly(TurnState.RUNNING, TurnState.FAILED, TurnState.DONE);
    assertThat(states(new TurnFilter(Set.of(), "agent", ""))).hasSize(8);
    assertThat(states(new TurnFilter(Set.of(), "other", ""))).isEmpty();
    assertThat(states(new TurnFilter(Set.of(), "", "web/running")))
        .containsExactly(TurnState.QUEUED, TurnState.RUNNING);
    assertThat(states(new TurnFilter(Set.of(TurnState.FAILED), "agent", "web/failed")))
        .containsExactly(TurnState.FAILED);
    assertThat(states(new TurnFilter(Set.of(TurnState.DONE), "", "web/failed"))).isEmpty();
    assertThat(states(new TurnFilter(Set.of(), "", "web/nowhere"))).isEmpty();
  }

  @Test
  @DisplayName("deliveries are found by state, connector and chat, the newest first")
  void filtersDeliveries() {
    for (int i = 1; i <= 3; i++) {
      finish(running(i == 2 ? "den" : "lobby", "m" + i).attempt(), "a" + i);
    }
    List<String> ids = due().stream().map(delivery -> delivery.id()).toList();
    done(store.delivered("web", List.of(ids.get(0)), now));

    assertThat(deliveries(ANY_DELIVERY)).containsExactly(ids.get(2), ids.get(1), ids.get(0));
    assertThat(deliveries(of(DeliveryState.SENT, "", ""))).containsExactly(ids.get(0));
    assertThat(deliveries(of(DeliveryState.PENDING, "", "")))
        .containsExactly(ids.get(2), ids.get(1));
    assertThat(deliveries(of(DeliveryState.PENDING, "web", "lobby"))).containsExactly(ids.get(2));
    assertThat(deliveries(of(DeliveryState.SENT, "", "lobby"))).containsExactly(ids.get(0));
    assertThat(deliveries(new DeliveryFilter(Optional.empty(), "", "den")))
        .containsExactly(ids.get(1));
    assertThat(deliveries(new DeliveryFilter(Optional.empty(), "mail", ""))).isEmpty();
    assertThat(deliveries(of(DeliveryState.DEAD, "", ""))).isEmpty();
  }

  private List<String> deliveries(DeliveryFilter filter) {
    return done(store.deliveries(filter, all())).items().stream().map(DeliveryView::id).toList();
  }

  private static DeliveryFilter of(DeliveryState state, String connector, String chat) {
    return new DeliveryFilter(Optional.of(state), connector, chat);
  }

  @Test
  @DisplayName("processes are listed, the newest first, with how they lived and ended")
  void listsNodes() {
    long joined = now;
    now += 10;
    done(store.beat(NODE, now));
    now += 10;
    done(store.recover("node-2", orphan -> new Verdict.Resume(), now));
    done(store.join("node-2", now));
    now += 10;
    done(store.leave("node-2", now));
    done(store.join("node-3", now));

    assertThat(done(store.nodes(10)))
        .containsExactly(
            new NodeView("node-3", now, now, 0),
            new NodeView("node-2", now - 10, now - 10, now),
            new NodeView(NODE, joined, joined + 10, joined + 20));
    assertThat(done(store.nodes(1))).hasSize(1);
  }
}
