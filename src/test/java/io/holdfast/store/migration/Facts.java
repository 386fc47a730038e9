package io.holdfast.store.migration;

import static io.holdfast.store.StoreContract.done;

import io.holdfast.model.Audience;
import io.holdfast.model.DeliveryView;
import io.holdfast.model.SessionView;
import io.holdfast.model.TurnView;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Lookout.TurnFilter;
import io.holdfast.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that a store answers to those who ask. */
final class Facts {

  private static final Piece ALL = new Piece("", 10_000);

  private Facts() {}

  static List<Object> of(Store store) {
    List<Object> facts = new ArrayList<>();
    List<SessionView> sessions =
        done(store.sessions(new SessionFilter(Optional.empty(), "", ""), ALL)).items();
    List<TurnView> turns = done(store.turns(new TurnFilter(Set.of(), "", ""), ALL)).items();
    List<DeliveryView> deliveries =
        done(store.deliveries(new DeliveryFilter(Optional.empty(), "", ""), ALL)).items();
    facts.addAll(sessions);
    facts.addAll(turns);
    facts.addAll(deliveries);
    sessions.forEach(session -> facts.add(done(store.history(session.address(), "", 1_000))));
    turns.forEach(
        turn -> {
          facts.add(done(store.turn(turn.id())));
          facts.add(done(store.journal(turn.id())));
          facts.add(done(store.memory(turn.id(), 1_000)));
        });
    facts.add(done(store.due("web", Audience.everyone(), 0, 10_000)));
    facts.add(done(store.open("web", Audience.everyone())));
    facts.add(done(store.nodes(1_000)));
    facts.add(done(store.counts()));
    return facts;
  }
}
