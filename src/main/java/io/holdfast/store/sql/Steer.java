package io.holdfast.store.sql;

import com.github.f4b6a3.uuid.UuidCreator;
import io.holdfast.model.Change;
import io.holdfast.model.SessionFacts;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an operator does to a session: as a command does, with no message. */
final class Steer implements Operation<Boolean> {

  private final String key;
  private final Function<SessionFacts, List<Change>> decision;
  private final long now;

  Steer(String key, Function<SessionFacts, List<Change>> decision, long now) {
    this.key = key;
    this.decision = decision;
    this.now = now;
  }

  @Override
  public Boolean run(Tx tx) throws SQLException {
    Optional<Session> session = Sessions.find(tx.db(), key);
    if (session.isEmpty()) {
      return false;
    }
    List<Change> changes = decision.apply(Facts.of(tx.db(), session.get(), now));
    String cause = UuidCreator.getTimeOrderedEpoch().toString();
    Changes.apply(tx, session.get(), changes, new Changes.Cause(cause, ""), now);
    return true;
  }
}
