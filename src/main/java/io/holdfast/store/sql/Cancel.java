package io.holdfast.store.sql;

import io.holdfast.model.TurnState;
import java.sql.SQLException;

/** Ends an open turn because somebody wants it to end. */
final class Cancel {

  /** What is to end. */
  record Turn(long seq, TurnState state, String runner, int attempt) {}

  private static final String ASK_TO_END = "UPDATE turn SET cancelled = 1 WHERE seq = ?";

  private static final String CANCEL =
      """
      UPDATE turn SET state = 'CANCELLED', since = ?, ready = 0, question = NULL WHERE seq = ?
      """;

  private Cancel() {}

  /** One that is RUNNING is asked to end, any other has ended. */
  static void of(Tx tx, Turn turn, long now) throws SQLException {
    if (turn.state() == TurnState.RUNNING) {
      tx.db().update(ASK_TO_END, turn.seq());
      tx.control(turn.runner());
      return;
    }
    if (turn.state() == TurnState.ASKING) {
      // Its runner may have kept something for it.
      tx.control(turn.runner());
    }
    tx.db().update(CANCEL, now, turn.seq());
    Turns.unmark(tx.db(), turn.seq());
    Timeline.note(tx.db(), turn.seq(), now, "cancelled", turn.attempt(), "");
    Arrivals.leave(tx, turn.seq(), now);
  }
}
