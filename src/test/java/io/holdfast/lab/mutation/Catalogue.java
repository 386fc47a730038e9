package io.holdfast.lab.mutation;

import io.holdfast.lab.mutation.Mutation.Edit;
import io.holdfast.lab.mutation.Mutation.Nodes;
import io.holdfast.lab.mutation.Mutation.Power;
import io.holdfast.lab.mutation.Mutation.Trial;
import io.holdfast.lab.mutation.Mutation.Worlds;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be taken out. */
final class Catalogue {

  private static final String STORE = "java/io/holdfast/store/sql/";
  private static final String CONNECTOR = "java/io/holdfast/connector/";
  private static final String SCHEMA = "resources/io/holdfast/store/sqlite/V1__state_machine.sql";

  /** Enough for one of each kind. */
  private static final int DISTURBANCES = 7;

  private Catalogue() {}

  static List<Mutation> all() {
    return Stream.of(messages(), turns(), stops(), deliveries(), nodes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mutation> messages() {
    return List.of(
        new Mutation(
            "dedupe key",
            List.of(
                store("Inbox", "AND m.platform_id = ?\n", "AND m.platform_id = ? AND 0\n"),
                new Edit(SCHEMA, "CREATE UNIQUE INDEX message_once", "CREATE INDEX message_once")),
            worlds("burst:"),
            Set.of("I2 ")),
        new Mutation(
            "commit before accepted",
            List.of(
                new Edit(
                    "java/io/holdfast/connector/websocket/Ingress.java",
                    "return commit(said, address)\n",
                    """
                    return commit(said, address)
                            .otherwise(
                                new Acceptance.Accepted(
                                    said.id(), said.id(), TurnState.QUEUED, false))
                    """)),
            crashes("plain:store.accept.before#1=fail"),
            Set.of("I1 ", "I3 ", "I8 ")),
        new Mutation(
            "sync",
            List.of(
                new Edit(
                    "java/io/holdfast/store/sqlite/SqliteDb.java",
                    "SynchronousMode.FULL",
                    "SynchronousMode.NORMAL")),
            new Power(),
            Set.of("that were accepted")));
  }

  private static List<Mutation> turns() {
    return List.of(
        new Mutation(
            "attempt check",
            List.of(
                store(
                    "Turns",
                    "WHERE id = ? AND attempt = ? AND state = 'RUNNING'\";",
                    "WHERE id = ? AND attempt IN (?, attempt) AND state = 'RUNNING'\";"),
                store(
                    "Turns",
                    "AND attempt = ? AND state = 'RUNNING' RETURNING seq, session\n",
                    "AND attempt IN (?, attempt) AND state = 'RUNNING' RETURNING seq, session\n")),
            worlds("superseded:"),
            Set.of("I4 ", "I5 ")),
        new Mutation(
            "attempt number",
            List.of(store("Claim", "attempt = attempt + 1", "attempt = max(attempt, 1)")),
            crashes("plain:step-effect#1=halt"),
            Set.of("I4 ", "I5 ")),
        new Mutation(
            "end of a turn's timer",
            List.of(
                new Edit(
                    "java/io/holdfast/runner/Attempt.java", "vertx.cancelTimer(deadline);", "")),
            worlds("plain:"),
            Set.of("I7 ")),
        new Mutation(
            "one running turn a session",
            List.of(
                store("Accept", "begun.isEmpty() && !waits;", "true;"),
                new Edit(SCHEMA, "CREATE UNIQUE INDEX turn_begun", "CREATE INDEX turn_begun")),
            worlds("burst:"),
            Set.of("I3 ")),
        new Mutation(
            "intent before the effect",
            List.of(
                new Edit(
                    "java/io/holdfast/runner/JournaledTurn.java",
                    """
                    return intend(key, label)
                        .compose(done -> ending.immediate() ? Future.failedFuture(refusal()) : effect.get())
                    """
                        .indent(4),
                    """
                    return effect
                        .get()
                        .compose(
                            effected -> {
                              Failpoint.STEP_EFFECT.reached();
                              return intend(key, label).map(effected);
                            })
                    """)),
            crashes("ask:step-effect#1=halt", "reconcile:step-effect#1=halt"),
            Set.of("I5 ")),
        new Mutation(
            "result that counts",
            List.of(
                new Edit(
                    "java/io/holdfast/runner/JournaledTurn.java",
                    "known.get().state() == StepState.RESULT",
                    "known.get().attempt() == turn.attempt().number()")),
            crashes("plain:store.record.after#1=halt"),
            Set.of("I5 ", "I4 ", "I1 ")),
        new Mutation(
            "recovery of what ran",
            List.of(
                store("Recover", "AND t.node <> ? AND %s)", "AND t.node <> ? AND 0 = 1 AND %s)")),
            crashes("plain:step-effect#1=halt"),
            Set.of("I1 ")),
        new Mutation(
            "count of interruptions",
            List.of(store("Recover", "ELSE t.interruptions + 1 END,", "ELSE t.interruptions END,")),
            worlds("poison:"),
            // Nobody is ever set aside, and everybody waits for the end of it.
            Set.of("I1 ", "I10 ")),
        new Mutation(
            "suspects one at a time",
            List.of(
                store(
                    "Claim",
                    "CASE WHEN r.resumed IN ('CRASH', 'FAILOVER') AND",
                    "CASE WHEN 0 AND")),
            worlds("suspects:"),
            Set.of("I10 ")));
  }

  private static List<Mutation> stops() {
    return List.of(
        new Mutation(
            "mark",
            List.of(
                store(
                    "Stops",
                    "CAST(? AS BIGINT) \"\n          + TO_MARK;",
                    "CAST(? AS BIGINT) \"\n          + TO_MARK + \" AND 0\";")),
            crashes("deadline:", "stop:stop-waiting#1=halt"),
            Set.of("I9 ")),
        new Mutation(
            "end of the marker in finish",
            List.of(store("Turns", "unmark(db, turn.seq());", "")),
            crashes("stop:store.clear.before#1=halt"),
            Set.of("I9 ")),
        new Mutation(
            "clear",
            List.of(
                store("Turns", "unmark(db, turn.seq());", ""),
                store("Stops", "WHERE stop = ? AND EXISTS", "WHERE stop = ? AND NOT EXISTS")),
            worlds("stop:"),
            Set.of("I9 ")),
        new Mutation(
            "no claims while draining",
            List.of(
                store("Claim", "s.ended_at IS NULL AND", "s.ended_at IS NULL AND 0 AND"),
                new Edit(
                    "java/io/holdfast/runner/RunnerVerticle.java",
                    "if (leaving || free <= 0)",
                    "if (free <= 0)")),
            worlds("latecomer:"),
            Set.of("I9 ")),
        new Mutation(
            "one notice a stop",
            List.of(
                store(
                    "Stops",
                    "String key = stop.id() + \"/\"",
                    "String key = java.util.UUID.randomUUID() + \"/\"")),
            worlds("deadline:"),
            Set.of("I9 ")),
        new Mutation(
            "heartbeat in the drain",
            List.of(
                new Edit(
                    "java/io/holdfast/gateway/FullStop.java",
                    ".compose(announced -> undeployRunners(plan.deadlines()))",
                    ".compose(announced -> undeployAll(Panel.PREFIX))\n"
                        + "        .compose(announced -> undeployRunners(plan.deadlines()))")),
            worlds("patient:"),
            Set.of("I7 ")));
  }

  private static List<Mutation> deliveries() {
    return List.of(
        new Mutation(
            "replies with the outcome",
            List.of(
                store(
                    "SqlStore",
                    "return change(tx -> Turns.finish(tx, attempt, outcome, said, now));",
                    """
                    return change(tx -> Turns.finish(tx, attempt, outcome, List.of(), now))
                            .compose(done -> change(tx -> Turns.reply(tx, attempt, said, now)));
                    """),
                store(
                    "Turns",
                    "  private static void say(",
                    """
                      static void reply(Tx tx, AttemptId attempt, List<Saying> says, long now)
                          throws SQLException {
                        Ended turn =
                            tx.db()
                                .first(
                                    "SELECT seq, session FROM turn WHERE id = ?",
                                    row ->
                                        new Ended(
                                            row.getLong(1),
                                            attempt.turn(),
                                            attempt.number(),
                                            row.getLong(2)),
                                    attempt.turn())
                                .orElseThrow();
                        say(tx, turn, Heard.of(tx.db(), attempt), says, now);
                      }

                      private static void say(""")),
            crashes(betweenCommits()),
            Set.of("I1 ")),
        new Mutation(
            "order of deliveries",
            List.of(
                new Edit(
                    "java/io/holdfast/connector/websocket/Outflow.java",
                    "    return send;",
                    "    java.util.Collections.reverse(send);\n    return send;")),
            worlds("parts:", "burst:"),
            Set.of("I3 ", "I6 ")),
        new Mutation(
            "commit of a receipt",
            // It is there for whoever looks, and a crash takes back all that no clean end has kept.
            List.of(
                store(
                    "Stops",
                    "    db.update(JOIN, node, now, now, db.leaseEnd());",
                    """
                        db.update(
                            "UPDATE delivery SET state = 'PENDING' WHERE state = 'SENT' AND final_at >="
                                + " (SELECT min(joined_at) FROM node WHERE left_at IS NULL)");
                        db.update(JOIN, node, now, now, db.leaseEnd());""")),
            crashes("plain:store.accept.before#3=halt", "plain:store.accept.after#3=halt"),
            Set.of("was settled and came again")),
        new Mutation(
            "attempts that are remembered",
            List.of(
                new Edit(
                    CONNECTOR + "Next.java",
                    "return new Doubt(\"its sender ended before the answer came\");",
                    "return new Send(false);")),
            crashes("boards:store.settle.before#1=halt", "boards:store.settle.before#3=halt"),
            Set.of("I6 ")),
        new Mutation(
            "key of a piece",
            List.of(
                new Edit(
                    CONNECTOR + "Posts.java",
                    "return Digest.of(delivery + \"/\" + from, KEY_BYTES);",
                    "return Digest.of(java.util.UUID.randomUUID().toString(), KEY_BYTES);")),
            worlds("boards:"),
            Set.of("I6 ")),
        new Mutation(
            "word about a copy",
            List.of(
                new Edit(
                    CONNECTOR + "Next.java", "return new Send(true);", "return new Send(false);")),
            worlds("boards:"),
            Set.of("does not say so")),
        new Mutation(
            "question about what is held back",
            List.of(store("HoldBack", "      ask(tx, chat, question);\n", "      tx.db();\n")),
            worlds("held:"),
            Set.of("I1 ")));
  }

  private static List<Mutation> nodes() {
    return List.of(
        new Mutation(
            "lease of the others",
            List.of(
                store(
                    "Nodes",
                    "AND l.lease_until > ?)\"",
                    "AND l.lease_until < 0 AND l.lease_until > ?)\"")),
            new Nodes(DISTURBANCES),
            Set.of("I4 ", "I5 ", "I10 ")));
  }

  private static Edit store(String file, String original, String replacement) {
    return new Edit(STORE + file + ".java", original, replacement);
  }

  private static Trial worlds(String... plans) {
    return new Worlds(3, List.of(plans), false);
  }

  /** As long as nothing is struck it has to be green. */
  private static Trial crashes(String... plans) {
    return new Worlds(3, List.of(plans), true);
  }

  /** The first turns end about there; which commit is whose is a matter of chance. */
  private static String[] betweenCommits() {
    return IntStream.rangeClosed(6, 20)
        .mapToObj(hit -> "plain:batch-committed#" + hit + "=halt")
        .toArray(String[]::new);
  }
}
