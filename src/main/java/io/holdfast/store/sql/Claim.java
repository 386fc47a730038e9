package io.holdfast.store.sql;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Message;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.TurnState;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.ClaimRequest.Suspects;
import io.holdfast.store.sql.Sessions.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes turns RUNNING. */
final class Claim implements Operation<List<Claimed>> {

  private record Won(
      long seq,
      String id,
      long session,
      int attempt,
      int epoch,
      String resumed,
      long interruptedAt,
      long tag) {}

  /** A turn that was won, and what is asked about it, about all of them at once. */
  private record Begin(
      Won turn, Db.Later<Optional<Session>> session, Db.Later<List<Inbox.Entry>> entries) {}

  private static final String ALLOWED =
      """
      SELECT 1 FROM node WHERE id = ? AND left_at IS NULL AND dead_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM stop s WHERE s.node = node.id AND s.ended_at IS NULL AND s.runner IN ('', ?))
      """;

  private static final String CLAIM =
      """
      UPDATE turn SET state = 'RUNNING', attempt = attempt + 1, node = ?1, ready = 0, since = ?2,
                      steerable = ?7
      WHERE seq IN (
        SELECT r.seq FROM turn r WHERE r.ready = 1 AND r.runner = ?3 AND r.state = '%s' %s
          AND CASE WHEN r.resumed IN ('CRASH', 'FAILOVER') AND r.interruptions >= ?4 THEN 1 ELSE 0 END = ?5
        ORDER BY r.tag, r.seq LIMIT ?6)
      RETURNING seq, id, session, attempt, epoch, resumed, interrupted_at, tag
      """;

  private static final String CLAIM_INTERRUPTED = CLAIM.formatted("INTERRUPTED", "");

  /** Where somebody holds on to an old state, many are dead of those that were claimed before. */
  private static final String CLAIM_QUEUED =
      CLAIM.formatted(
          "QUEUED",
          "AND r.tag >= coalesce((SELECT f.tag FROM fair f WHERE f.runner = ?3 AND f.sender = ''), 0)");

  /** When the first of those that collect is due; 0 where none does. */
  private static final String COLLECTING =
      """
      SELECT coalesce(min(not_before), 0) FROM turn
      WHERE runner = ? AND state = 'QUEUED' AND not_before > 0
      """;

  /** Those that are due; a clock that was set back must not hold one up for long. */
  private static final String COLLECTED =
      """
      UPDATE turn SET not_before = 0, %s,
        ready = CASE WHEN seq = (SELECT min(q.seq) FROM turn q
                                 WHERE q.session = turn.session AND q.state = 'QUEUED')
          AND NOT EXISTS (SELECT 1 FROM turn b WHERE b.session = turn.session AND b.%s)
          AND (SELECT s.state FROM session s WHERE s.id = turn.session) = 'ACTIVE'
          THEN 1 ELSE 0 END
      WHERE runner = ? AND state = 'QUEUED' AND not_before > 0 AND (not_before <= ? OR not_before > ?)
      """
          .formatted(Fair.NOT_BEHIND, States.BEGUN);

  /** A clock that was set back must not make the trial a long one. */
  private static final String ON_TRIAL =
      """
      SELECT 1 FROM turn t
      WHERE t.node = ? AND t.state = 'RUNNING' AND t.resumed IN ('CRASH', 'FAILOVER')
        AND t.interruptions >= ?
        AND t.since > ? AND t.since <= ?
        AND NOT EXISTS (SELECT 1 FROM step s
                        WHERE s.turn = t.seq AND s.attempt = t.attempt AND s.state = 'RESULT')
      """;

  private static final String STEPS =
      "SELECT count(*) FROM step WHERE turn = ? AND state = 'RESULT'";

  private final ClaimRequest request;
  private final long now;

  Claim(ClaimRequest request, long now) {
    this.request = request;
    this.now = now;
  }

  @Override
  public List<Claimed> run(Tx tx) throws SQLException {
    if (request.limit() <= 0) {
      return List.of();
    }
    Db.Later<Optional<Long>> first =
        tx.db().firstLater(COLLECTING, row -> row.getLong(1), request.runner());
    if (!allowed(tx.db())) {
      return List.of();
    }
    collected(tx, first.get().orElse(0L));
    int resumeLimit = Math.max(0, Math.min(request.limit(), request.resumeLimit()));
    List<Won> won = new ArrayList<>();
    if (resumeLimit > 0 && !onTrial(tx.db())) {
      won.addAll(win(tx.db(), TurnState.INTERRUPTED, true, 1));
    }
    won.addAll(win(tx.db(), TurnState.INTERRUPTED, false, resumeLimit - won.size()));
    won.addAll(queued(tx.db(), request.limit() - won.size()));
    List<Begin> begins = new ArrayList<>(won.size());
    for (Won turn : won) {
      begins.add(ask(tx.db(), turn));
    }
    List<Claimed> claimed = new ArrayList<>(won.size());
    for (Begin begin : begins) {
      begin(tx, begin).ifPresent(claimed::add);
    }
    return claimed;
  }

  /** A node that was taken for dead does not begin anything before its next sign of life. */
  private boolean allowed(Db db) throws SQLException {
    return db.exists(ALLOWED, request.node(), request.runner());
  }

  /**
   * Lets those wait for their turn only that have collected long enough.
   *
   * @param first when the first of them is due
   */
  private void collected(Tx tx, long first) throws SQLException {
    long latest = now + Route.COLLECTED_WITHIN;
    long next = first;
    if (next > 0 && (next <= now || next > latest)) {
      tx.db().run(COLLECTED, request.runner(), now, latest);
      next = tx.db().number(COLLECTING, request.runner());
    }
    if (next > now) {
      tx.work(request.runner(), next - now);
    }
  }

  private boolean onTrial(Db db) throws SQLException {
    Suspects suspects = request.suspects();
    return db.exists(
        ON_TRIAL, request.node(), suspects.interruptions(), now - suspects.apartMillis(), now);
  }

  /** What is left has no lower tag than the clock shows then. */
  private List<Won> queued(Db db, int limit) throws SQLException {
    List<Won> won = win(db, TurnState.QUEUED, false, limit);
    if (!won.isEmpty()) {
      Fair.served(db, request.runner(), won.get(won.size() - 1).tag());
    }
    return won;
  }

  private List<Won> win(Db db, TurnState state, boolean suspect, int limit) throws SQLException {
    if (limit == 0) {
      return List.of();
    }
    List<Won> won =
        db.list(
            state == TurnState.QUEUED ? CLAIM_QUEUED : CLAIM_INTERRUPTED,
            Claim::won,
            request.node(),
            now,
            request.runner(),
            request.suspects().interruptions(),
            suspect ? 1 : 0,
            limit,
            request.steerable() ? 1 : 0);
    // RETURNING promises no order.
    won.sort(Comparator.comparingLong(Won::tag).thenComparingLong(Won::seq));
    return won;
  }

  private static Begin ask(Db db, Won turn) throws SQLException {
    return new Begin(turn, Sessions.ofTurn(db, turn.id()), Inbox.entries(db, turn.seq()));
  }

  /** Empty for a turn that has ended instead. */
  private Optional<Claimed> begin(Tx tx, Begin begin) throws SQLException {
    Won turn = begin.turn();
    Session session = begin.session().get().orElseThrow();
    List<Inbox.Entry> entries = begin.entries().get();
    ClaimRequest.Admission admission = request.admission();
    if (Threshold.admits(tx.db(), admission, session.address(), entries)) {
      return Optional.of(begin(tx, turn, session, entries));
    }
    int last = turn.attempt() - 1;
    Threshold.turnAway(tx, turn.seq(), turn.id(), last, session, admission.text(), now);
    // It may have kept something for it, and it has room for another one.
    tx.control(request.runner());
    tx.work(request.runner());
    return Optional.empty();
  }

  private Claimed begin(Tx tx, Won turn, Session session, List<Inbox.Entry> entries)
      throws SQLException {
    Db db = tx.db();
    int steps = turn.attempt() == 1 ? 0 : (int) db.number(STEPS, turn.seq());
    Optional<Reason> resumed =
        turn.resumed().isEmpty() ? Optional.empty() : Optional.of(Reason.valueOf(turn.resumed()));
    if (resumed.isPresent()) {
      // It has done its work: from here on a crash is a crash, and another stop marks anew.
      Turns.unmark(db, turn.seq());
      mention(tx, turn, session, resumed.get(), steps);
    }
    if (!request.steerable() && entries.stream().anyMatch(Inbox.Entry::left)) {
      // Another runner had it before.
      Arrivals.leave(tx, turn.seq(), now);
    }
    Timeline.note(
        db,
        turn.seq(),
        now,
        turn.attempt() == 1 ? "claimed" : "resumed",
        turn.attempt(),
        resumed.map(Reason::wire).orElse(""));
    return new Claimed(
        new AttemptId(turn.id(), turn.attempt()),
        session.address(),
        tasks(db, session, entries),
        resumed.orElse(null),
        steps,
        turn.epoch(),
        entries.stream().filter(entry -> !entry.left()).map(Inbox.Entry::platformId).toList());
  }

  private static List<Message> tasks(Db db, Session session, List<Inbox.Entry> entries)
      throws SQLException {
    List<Message> tasks = new ArrayList<>();
    for (Inbox.Entry entry : entries) {
      if (entry.kind() == Inbox.Kind.TASK) {
        tasks.add(entry.message(db, session.address()));
      }
    }
    return tasks;
  }

  private void mention(Tx tx, Won turn, Session session, Reason reason, int steps)
      throws SQLException {
    Optional<String> text = request.notice().text(reason, now - turn.interruptedAt(), steps);
    if (text.isPresent()) {
      String key = Turns.resumedKey(new AttemptId(turn.id(), turn.attempt()));
      String about = Inbox.inReplyTo(tx.db(), turn.seq());
      Deliveries.notice(tx, session, key, turn.seq(), NoticeKind.RESUMED, text.get(), about, now);
    }
  }

  private static Won won(Columns row) throws SQLException {
    return new Won(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getInt(4),
        row.getInt(5),
        row.getString(6),
        row.getLong(7),
        row.getLong(8));
  }
}
