package io.holdfast.store.sql;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Change;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Inbox.Offer;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A slash command: its inbox row and what it does, in one transaction. */
final class Command implements Operation<Acceptance> {

  private final Offer offer;
  private final Function<SessionFacts, List<Change>> decision;
  private final long now;

  Command(Offer offer, Function<SessionFacts, List<Change>> decision, long now) {
    this.offer = offer;
    this.decision = decision;
    this.now = now;
  }

  @Override
  public Acceptance run(Tx tx) throws SQLException {
    Db db = tx.db();
    Optional<Acceptance> known = Inbox.known(db, offer).get();
    if (known.isPresent()) {
      return known.get();
    }
    Session session = Sessions.findOrCreate(db, offer.inbound().address());
    List<Change> changes = decision.apply(Facts.of(db, session, offer.inbound(), now));
    String turn = decided(changes);
    Inbox.Kind kind = turn.isEmpty() ? Inbox.Kind.COMMAND : Inbox.Kind.ANSWER;
    // An answer is of the session that asked: it is looked for there.
    Session of = turn.isEmpty() ? session : Sessions.ofTurn(db, turn).get().orElse(session);
    String message = Inbox.add(db, offer, of, turn, kind, now);
    String about = Wire.strings(List.of(offer.inbound().platformId()));
    Changes.apply(tx, session, changes, new Changes.Cause(message, about), now);
    return new Acceptance.Accepted(message, "", TurnState.DONE, false);
  }

  /** The turn that it gives the answer to; empty for none. */
  private static String decided(List<Change> changes) {
    return changes.stream()
        .filter(Change.Decide.class::isInstance)
        .map(change -> ((Change.Decide) change).turn())
        .findFirst()
        .orElse("");
  }
}
