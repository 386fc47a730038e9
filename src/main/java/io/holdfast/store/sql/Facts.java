package io.holdfast.store.sql;

import io.holdfast.model.Inbound;
import io.holdfast.model.Permission;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.TurnState;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A session as a decision about it sees it. */
final class Facts {

  private static final String TURNS =
      """
      SELECT t.id, t.state,
        coalesce((SELECT substr(m.text, 1, 200) FROM message m
                  WHERE m.turn = t.seq AND m.kind <> 'RETRACTED' ORDER BY m.seq LIMIT 1), ''),
        (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'), t.since, t.seq,
        t.runner
      FROM turn t WHERE t.session = ? AND t.%s
      """;

  private static final String OPEN =
      TURNS.formatted(States.BEGUN)
          + " UNION ALL "
          + TURNS.formatted("state = 'QUEUED'")
          + " ORDER BY 6";

  /** One whose messages were all taken back is nothing to try again. */
  private static final String LAST_ENDED =
      TURNS.formatted(States.ENDED)
          + " AND EXISTS (SELECT 1 FROM message l WHERE l.turn = t.seq AND l.kind <> 'RETRACTED')"
          + " ORDER BY t.seq DESC LIMIT 1";

  /** In milliseconds. */
  private static final long LATELY = 600_000;

  private Facts() {}

  static SessionFacts of(Db db, Session session, long now) throws SQLException {
    return of(db, session, 0, now);
  }

  private static SessionFacts of(Db db, Session session, long sentAt, long now)
      throws SQLException {
    Optional<TurnFacts> ended =
        db.first(LAST_ENDED, Facts::turn, session.id())
            .filter(turn -> turn.state() != TurnState.DONE);
    List<TurnFacts> open = db.list(OPEN, Facts::turn, session.id(), session.id());
    int held = Held.count(db, session.address().connector(), session.address().chat());
    return new SessionFacts(
        session.state(),
        open,
        ended,
        held,
        session.doubleText(),
        permission(db, session, sentAt, now));
  }

  /**
   * The same for what somebody says there: with what they are to decide for somebody else, where
   * each person has a session alone, if they say its code.
   */
  static SessionFacts of(Db db, Session session, Inbound said, long now) throws SQLException {
    SessionFacts own = of(db, session, said.sentAt(), now);
    Optional<Permission> meant =
        said.address().person().isEmpty() ? Optional.empty() : meant(db, said, now);
    return meant.isPresent() ? own.asking(meant.get()) : own;
  }

  private static Optional<Permission> meant(Db db, Inbound said, long now) throws SQLException {
    List<String> words = List.of(said.text().split("\\s+"));
    for (Questions.Open open : Questions.ofChat(db, said.address())) {
      Permission asked = open.permission(db, said.sentAt(), now).orElseThrow();
      if (asked.approvers().contains(said.sender().id()) && words.contains(asked.code())) {
        return Optional.of(asked);
      }
    }
    return Optional.empty();
  }

  private static Optional<Permission> permission(Db db, Session session, long sentAt, long now)
      throws SQLException {
    Optional<Questions.Open> open = Questions.of(db, session.id());
    Optional<Permission> asked =
        open.isPresent() ? open.get().permission(db, sentAt, now) : Optional.empty();
    return asked.isPresent()
        ? asked
        : Questions.decided(db, session.id(), now - LATELY).map(Questions.Decided::permission);
  }

  private static TurnFacts turn(Columns row) throws SQLException {
    return new TurnFacts(
        row.getString(1),
        TurnState.valueOf(row.getString(2)),
        row.getString(3),
        row.getInt(4),
        row.getLong(5),
        row.getString(7));
  }
}
