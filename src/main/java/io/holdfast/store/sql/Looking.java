package io.holdfast.store.sql;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Counts;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.Exchange;
import io.holdfast.model.Live;
import io.holdfast.model.Reason;
import io.holdfast.model.RunningTurn;
import io.holdfast.model.Scope;
import io.holdfast.model.SessionState;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.model.TurnState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Questions that change nothing. */
final class Looking {

  private record OpenTurn(
      long seq, Address address, AttemptId attempt, TurnState state, String resumed, int steps) {}

  private record Count(TurnState state, String runner, long number) {}

  private static final String JOURNAL =
      """
      SELECT p.key, p.label, p.state, p.attempt, p.result
      FROM step p JOIN turn t ON t.seq = p.turn WHERE t.id = ? ORDER BY p.seq
      """;

  private static final String RUNNING =
      """
      SELECT t.id, t.attempt, s.connector, s.chat, s.thread, s.person, t.cancelled, s.state,
        (SELECT count(*) FROM message m WHERE m.turn = t.seq AND m.kind = 'STEERING')
      FROM turn t JOIN session s ON s.id = t.session
      WHERE t.state = 'RUNNING' AND t.node = ? AND ? IN ('', t.runner) ORDER BY t.seq
      """;

  private static final String MEMORY =
      """
      SELECT d.seq, d.answer FROM turn t JOIN turn d ON d.session = t.session
      WHERE t.id = ? AND d.epoch = t.epoch AND d.seq < t.seq AND d.state = 'DONE' AND d.%s
      ORDER BY d.seq DESC LIMIT ?
      """
          .formatted(States.ENDED);

  private static final String RECALL =
      """
      SELECT p.result FROM turn t JOIN turn d ON d.session = t.session JOIN step p ON p.turn = d.seq
      WHERE t.id = ? AND d.epoch = t.epoch AND d.runner = t.runner AND d.seq < t.seq AND d.%s
        AND p.key LIKE ? AND p.state = 'RESULT'
      ORDER BY d.seq DESC, p.seq DESC LIMIT 1
      """
          .formatted(States.ENDED);

  private static final String PREVIOUS =
      """
      SELECT d.id, d.attempt FROM turn t JOIN turn d ON d.session = t.session
      WHERE t.id = ? AND d.epoch = t.epoch AND d.seq < t.seq AND d.%s AND d.attempt > 0
      ORDER BY d.seq DESC LIMIT 1
      """
          .formatted(States.ENDED);

  private static final String TASK_TEXTS =
      "SELECT text FROM message WHERE turn = ? AND kind IN ('TASK', 'STEERING') ORDER BY seq";

  private static final String OPEN =
      """
      SELECT t.seq, s.connector, s.chat, s.thread, s.person, t.id, t.attempt, t.state, t.resumed,
        (SELECT count(*) FROM step p WHERE p.turn = t.seq AND p.state = 'RESULT'
           AND (t.state <> 'RUNNING' OR p.attempt < t.attempt))
      FROM %s WHERE s.connector = ? AND s.id = t.session AND %s AND t.%s
      """;

  /** SQLite takes the tables of a CROSS JOIN in this order; open turns are few, sessions many. */
  private static final String OPEN_TURNS_FIRST = "turn t CROSS JOIN session s";

  private static final String CHAT_FIRST = "session s CROSS JOIN turn t";

  private static final String OPEN_ALL =
      OPEN.formatted(OPEN_TURNS_FIRST, "t.session > 0", States.BEGUN)
          + " UNION ALL "
          + OPEN.formatted(OPEN_TURNS_FIRST, "t.session > 0", "state = 'QUEUED'");

  private static final String OPEN_CHAT =
      OPEN.formatted(CHAT_FIRST, "s.chat = ?", States.BEGUN)
          + " UNION ALL "
          + OPEN.formatted(CHAT_FIRST, "s.chat = ?", "state = 'QUEUED'");

  private static final String COUNT_TURNS =
      "SELECT state, runner, count(*) FROM turn WHERE "
          + States.BEGUN
          + " GROUP BY state, runner UNION ALL "
          + "SELECT state, runner, count(*) FROM turn WHERE state = 'QUEUED' GROUP BY state, runner";

  private static final String COUNT_PENDING =
      "SELECT count(*) FROM delivery WHERE state = 'PENDING'";
  private static final String COUNT_HELD = "SELECT count(*) FROM delivery WHERE state = 'HELD'";

  private static final String COUNT_TRIED =
      """
      SELECT count(*) FROM delivery INDEXED BY delivery_tried
      WHERE state IN ('ATTEMPTING', 'UNKNOWN') AND state = ?
      """;

  private static final String COUNT_MARKERS = "SELECT count(*) FROM marker";

  private Looking() {}

  static List<Step> journal(Db db, String turn) throws SQLException {
    return db.list(
        JOURNAL,
        row ->
            new Step(
                row.getString(1),
                row.getString(2),
                StepState.valueOf(row.getString(3)),
                row.getInt(4),
                row.getString(5)),
        turn);
  }

  static List<RunningTurn> running(Db db, String node, Scope scope) throws SQLException {
    return db.list(
        RUNNING,
        row ->
            new RunningTurn(
                new AttemptId(row.getString(1), row.getInt(2)),
                Sessions.address(row, 3),
                row.getBoolean(7),
                SessionState.valueOf(row.getString(8)) == SessionState.SUSPENDED,
                row.getInt(9)),
        node,
        Stops.runner(scope));
  }

  static List<Exchange> memory(Db db, String turn, int limit) throws SQLException {
    record Done(long seq, String answer) {}
    List<Exchange> exchanges = new ArrayList<>();
    for (Done done :
        db.list(MEMORY, row -> new Done(row.getLong(1), row.getString(2)), turn, limit)) {
      List<String> texts = db.list(TASK_TEXTS, row -> row.getString(1), done.seq());
      exchanges.add(new Exchange(String.join("\n\n", texts), done.answer()));
    }
    Collections.reverse(exchanges);
    return List.copyOf(exchanges);
  }

  static Optional<String> recall(Db db, String turn, String prefix) throws SQLException {
    return db.list(RECALL, row -> row.getString(1), turn, prefix + "%").stream().findFirst();
  }

  static Optional<AttemptId> previous(Db db, String turn) throws SQLException {
    return db.first(PREVIOUS, row -> new AttemptId(row.getString(1), row.getInt(2)), turn);
  }

  static List<Live.TurnChanged> open(Db db, String connector, Audience audience)
      throws SQLException {
    List<OpenTurn> turns = new ArrayList<>();
    if (audience.all()) {
      turns.addAll(db.list(OPEN_ALL, Looking::openTurn, connector, connector));
    }
    for (String chat : audience.chats()) {
      turns.addAll(db.list(OPEN_CHAT, Looking::openTurn, connector, chat, connector, chat));
    }
    turns.sort(Comparator.comparingLong(OpenTurn::seq));
    List<Live.TurnChanged> shown = new ArrayList<>(turns.size());
    for (OpenTurn turn : turns) {
      shown.add(shown(turn, Inbox.platformIds(db, turn.seq())));
    }
    return List.copyOf(shown);
  }

  static Counts counts(Db db) throws SQLException {
    Map<TurnState, Long> turns = new EnumMap<>(TurnState.class);
    Map<String, Long> queued = new HashMap<>();
    Map<String, Long> waiting = new HashMap<>();
    for (Count count : db.list(COUNT_TURNS, Looking::count)) {
      turns.merge(count.state(), count.number(), Long::sum);
      if (count.state() != TurnState.RUNNING) {
        waiting.merge(count.runner(), count.number(), Long::sum);
      }
      if (count.state() == TurnState.QUEUED) {
        queued.put(count.runner(), count.number());
      }
    }
    Map<DeliveryState, Long> deliveries = new EnumMap<>(DeliveryState.class);
    deliveries.put(DeliveryState.PENDING, db.number(COUNT_PENDING));
    deliveries.put(DeliveryState.HELD, db.number(COUNT_HELD));
    for (DeliveryState tried : List.of(DeliveryState.ATTEMPTING, DeliveryState.UNKNOWN)) {
      deliveries.put(tried, db.number(COUNT_TRIED, tried.name()));
    }
    deliveries.values().removeIf(count -> count == 0);
    return new Counts(turns, queued, waiting, deliveries, db.number(COUNT_MARKERS));
  }

  /** A newcomer sees of a resumed turn that it was, not merely that it runs. */
  private static Live.TurnChanged shown(OpenTurn turn, List<String> inReplyTo) {
    boolean resumed = turn.state() == TurnState.RUNNING && !turn.resumed().isEmpty();
    String reason = turn.resumed().isEmpty() ? "" : Reason.valueOf(turn.resumed()).wire();
    return new Live.TurnChanged(
        turn.address(),
        turn.attempt(),
        resumed ? "resumed" : turn.state().wire(),
        reason,
        turn.steps(),
        inReplyTo);
  }

  private static OpenTurn openTurn(Columns row) throws SQLException {
    return new OpenTurn(
        row.getLong(1),
        Sessions.address(row, 2),
        new AttemptId(row.getString(6), row.getInt(7)),
        TurnState.valueOf(row.getString(8)),
        row.getString(9),
        row.getInt(10));
  }

  private static Count count(Columns row) throws SQLException {
    return new Count(TurnState.valueOf(row.getString(1)), row.getString(2), row.getLong(3));
  }
}
