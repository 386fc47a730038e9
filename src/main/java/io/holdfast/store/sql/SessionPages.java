package io.holdfast.store.sql;

import io.holdfast.model.Page;
import io.holdfast.model.SessionState;
import io.holdfast.model.SessionView;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions as an operator lists them, the one with the newest message first. */
final class SessionPages {

  private static final String LIST = "sessions";

  private static final String VIEW =
      """
      SELECT s.last_at, s.id, s.key, s.connector, s.chat, s.thread, s.person, s.state,
        coalesce((SELECT b.id FROM turn b WHERE b.session = s.id AND b.%s), ''),
        (SELECT count(*) FROM turn q WHERE q.session = s.id AND q.state = 'QUEUED')
      FROM session s INDEXED BY %%s
      WHERE %%s AND ? IN ('', s.connector) AND ? IN ('', s.state) AND (s.last_at, s.id) < (?, ?)
      ORDER BY s.last_at DESC, s.id DESC LIMIT ?
      """
          .formatted(States.BEGUN);

  private static final String RECENT = VIEW.formatted("session_recent", "s.last_at >= 0");
  private static final String SUSPENDED =
      VIEW.formatted("session_suspended", "s.state = 'SUSPENDED'");
  private static final String IN_CHAT = VIEW.formatted("session_chat", "s.chat = ?");

  private SessionPages() {}

  static Page<SessionView> of(Db db, SessionFilter filter, Piece piece) throws SQLException {
    Cursor after = Cursor.of(LIST, piece.cursor());
    String state = filter.state().map(SessionState::name).orElse("");
    List<@Nullable Object> values = new ArrayList<>();
    String sql = suspended(filter) ? SUSPENDED : RECENT;
    if (!filter.chat().isEmpty()) {
      sql = IN_CHAT;
      values.add(filter.chat());
    }
    values.addAll(
        List.of(filter.connector(), state, after.first(), after.second(), Pages.rows(piece)));
    return Pages.page(LIST, piece, db.list(sql, SessionPages::placed, values.toArray()));
  }

  private static boolean suspended(SessionFilter filter) {
    return filter.state().equals(Optional.of(SessionState.SUSPENDED));
  }

  private static Pages.Placed<SessionView> placed(Columns row) throws SQLException {
    SessionView view =
        new SessionView(
            row.getString(3),
            Sessions.address(row, 4),
            SessionState.valueOf(row.getString(8)),
            row.getString(9),
            row.getInt(10),
            row.getLong(1));
    return new Pages.Placed<>(new Cursor(row.getLong(1), row.getLong(2)), view);
  }
}
