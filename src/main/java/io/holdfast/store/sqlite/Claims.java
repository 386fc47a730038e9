package io.holdfast.store.sqlite;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Inbound;
import io.holdfast.model.Message;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Reason;
import io.holdfast.model.Sender;
import io.holdfast.store.ClaimRequest;
import io.holdfast.store.sqlite.Sessions.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which turns run next: interrupted ones first, then senders in turns. */
final class Claims {

  private record Candidate(
      long seq,
      String id,
      long session,
      int attempt,
      int epoch,
      String resumed,
      long interruptedAt,
      long tag) {}

  private static final String MAY_CLAIM =
      """
      SELECT 1 FROM node n WHERE n.id = ? AND n.left_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM stop p
                        WHERE p.node = n.id AND p.runner IN ('', ?) AND p.ended_at IS NULL)
      """;

  private static final String CANDIDATES =
      """
      SELECT seq, id, session, attempt, epoch, resumed, interrupted_at, tag FROM turn
      WHERE runner = ? AND ready = 1 AND state = '%s' ORDER BY %s LIMIT ?
      """;

  private static final String INTERRUPTED = CANDIDATES.formatted("INTERRUPTED", "tag, seq");

  private static final String QUEUED = CANDIDATES.formatted("QUEUED", "tag, seq");

  private static final String RUN =
      """
      UPDATE turn SET state = 'RUNNING', ready = 0, attempt = attempt + 1, node = ?, since = ?
      WHERE seq = ?
      """;

  private static final String NO_MARKER = "DELETE FROM marker WHERE turn = ?";

  /** What is claimed moves the runner's clock on, so that a newcomer starts level with it. */
  private static final String CLOCK =
      """
      INSERT INTO fair (runner, sender, tag) VALUES (?, '', ?)
      ON CONFLICT (runner, sender) DO UPDATE SET tag = max(tag, excluded.tag)
      """;

  private static final String MESSAGES =
      """
      SELECT id, platform_id, sender_id, sender_name, text, attachments, sent_at, accepted_at
      FROM message WHERE turn = ? AND kind = 'TASK' ORDER BY seq
      """;

  private static final String RESULTS =
      "SELECT count(*) FROM step WHERE turn = ? AND state = 'RESULT'";

  private Claims() {}

  static List<Claimed> claim(Tx tx, ClaimRequest request, long now) throws SQLException {
    Db db = tx.db();
    if (!db.exists(MAY_CLAIM, request.node(), request.runner())) {
      return List.of();
    }
    List<Candidate> candidates =
        new ArrayList<>(
            db.list(INTERRUPTED, Claims::candidate, request.runner(), request.resumeLimit()));
    List<Candidate> queued =
        db.list(QUEUED, Claims::candidate, request.runner(), request.limit() - candidates.size());
    candidates.addAll(queued);
    if (!queued.isEmpty()) {
      db.update(CLOCK, request.runner(), queued.get(queued.size() - 1).tag());
    }
    List<Claimed> claimed = new ArrayList<>();
    for (Candidate candidate : candidates) {
      claimed.add(run(tx, candidate, request, now));
    }
    return claimed;
  }

  private static Claimed run(Tx tx, Candidate turn, ClaimRequest request, long now)
      throws SQLException {
    Db db = tx.db();
    AttemptId attempt = new AttemptId(turn.id(), turn.attempt() + 1);
    Session session = Sessions.get(db, turn.session());
    int steps = turn.attempt() == 0 ? 0 : (int) db.number(RESULTS, turn.seq());
    db.update(RUN, request.node(), now, turn.seq());
    if (turn.attempt() > 0) {
      db.update(NO_MARKER, turn.seq());
    }
    Optional<Reason> reason =
        turn.resumed().isEmpty() ? Optional.empty() : Optional.of(Reason.valueOf(turn.resumed()));
    Timeline.note(
        db,
        turn.seq(),
        now,
        reason.isPresent() ? "resumed" : "claimed",
        attempt.number(),
        turn.resumed());
    if (reason.isPresent()) {
      mention(tx, turn, attempt, session, request.notice(), reason.get(), steps, now);
    }
    return new Claimed(
        attempt,
        session.address(),
        messages(db, turn.seq(), session.address()),
        reason.orElse(null),
        steps,
        turn.epoch());
  }

  private static void mention(
      Tx tx,
      Candidate turn,
      AttemptId attempt,
      Session session,
      ClaimRequest.ResumeNotice notice,
      Reason reason,
      int steps,
      long now)
      throws SQLException {
    Optional<String> text = notice.text(reason, now - turn.interruptedAt(), steps);
    if (text.isPresent()) {
      Deliveries.notice(
          tx,
          session,
          turn.id() + "/" + attempt.number() + "/resumed",
          turn.seq(),
          NoticeKind.RESUMED,
          text.get(),
          Turns.inReplyTo(tx.db(), turn.seq()),
          now);
    }
  }

  private static List<Message> messages(Db db, long turn, Address address) throws SQLException {
    return db.list(MESSAGES, row -> message(row, address), turn);
  }

  private static Message message(ResultSet row, Address address) throws SQLException {
    Inbound inbound =
        new Inbound(
            address,
            row.getString(2),
            new Sender(row.getString(3), row.getString(4)),
            row.getString(5),
            Wire.attachments(row.getString(6)),
            row.getLong(7));
    return new Message(row.getString(1), inbound, row.getLong(8));
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
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
