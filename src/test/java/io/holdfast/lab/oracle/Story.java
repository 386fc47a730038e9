package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a history. The turn of the message {@code m1} is {@code t-m1}. */
final class Story {

  static final String CHAT = "a";

  private final List<Event> events = new ArrayList<>();
  private int deliveries;

  /** Somebody asks for a task of so many steps, and it is accepted. */
  static Story plain(String id, int steps) {
    return new Story().task(id, Kind.PLAIN, steps);
  }

  /** What the oracle says of it. */
  static List<Violation> judge(List<Event> events) {
    List<History.Entry> entries = new ArrayList<>();
    events.forEach(event -> entries.add(new History.Entry(entries.size(), event)));
    return Oracle.judge(entries);
  }

  List<Event> events() {
    return events;
  }

  List<Violation> judge() {
    return judge(events);
  }

  /** The invariants that the oracle finds broken in it. */
  List<String> broken() {
    return judge().stream().map(Violation::invariant).distinct().toList();
  }

  Story add(Event event) {
    events.add(event);
    return this;
  }

  static String turn(String id) {
    return "t-" + id;
  }

  // ── what clients did and saw ─────────────────────────────────────────────────────────────────

  Story said(String id, String text) {
    return add(new Event.Said(CHAT, id, text));
  }

  Story accepted(String id, boolean duplicate) {
    return add(new Event.Accepted(CHAT, id, "", duplicate));
  }

  /** Says it, and it is accepted. */
  Story say(String id, String text) {
    return said(id, text).accepted(id, false);
  }

  Story task(String id, Kind kind, int steps) {
    return say(id, new Task(kind, steps, 0, 0).text());
  }

  Story rejected(String id) {
    return add(new Event.Rejected(CHAT, id, "queue-full"));
  }

  /** It is changed, or taken back where the text is empty, and that is made. */
  Story revise(String id, String text) {
    return add(new Event.Revising(id, text)).add(new Event.Revised(id, text));
  }

  Story turned(String id, String state, int attempt, String reason) {
    return add(new Event.Turned(CHAT, turn(id), state, attempt, reason));
  }

  Story notice(String kind, String id, String text) {
    String turn = kind.equals("command") ? "" : turn(id);
    return add(
        new Event.Shown(CHAT, "d" + ++deliveries, "notice", kind, turn, List.of(id), 1, 1, text));
  }

  /** The turn was told to stop while it ran, and has ended. */
  Story stopped(String id) {
    return add(
        new Event.Shown(
            CHAT,
            "d" + ++deliveries,
            "notice",
            "command",
            turn(id),
            List.of(id),
            1,
            1,
            "Stopped."));
  }

  Story part(String id, int part, int parts, String text) {
    return add(
        new Event.Shown(
            CHAT, turn(id) + "." + part, "reply", "", turn(id), List.of(id), part, parts, text));
  }

  /** A reply of one part, whose steps are of these attempts. */
  Story reply(String id, int... attempts) {
    return part(id, 1, 1, text(id, attempts));
  }

  /** What the agent says whose steps are of these attempts. */
  static String text(String id, int... attempts) {
    return new Task(Kind.PLAIN, attempts.length, 0, 0).reply(turn(id), step -> attempts[step - 1]);
  }

  // ── what the ledger saw, and what was done ───────────────────────────────────────────────────

  Story effect(String id, int step, int attempt) {
    return add(new Event.Effect(CHAT, turn(id), Integer.toString(step), attempt));
  }

  Story ended(int life, Event.How how, String stop, Map<String, String> markers) {
    return add(new Event.Ended(life, how, stop, markers));
  }

  Story killed(int life) {
    return ended(life, Event.How.KILLED, "", Map.of()).add(new Event.Ready(life + 1));
  }
}
