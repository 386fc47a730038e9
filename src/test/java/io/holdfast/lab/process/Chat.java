package io.holdfast.lab.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Somebody in a chat: says something when all before it is concluded, stops a task, says a message
 * twice, answers questions. What is said derives from a seed; when, also from what comes back. For
 * one thread.
 */
final class Chat {

  /** The runner of a chat goes by its name. */
  enum Manner {
    ORDINARY("c-"),
    /** What works for it is killed. */
    POISON("p-"),
    /** A program works for it. */
    PROGRAM("x-"),
    /** The same, and of a run that is unknown its user is asked. */
    WARY("x-ask-");

    final String prefix;

    Manner(String prefix) {
      this.prefix = prefix;
    }
  }

  /** What a message is to the one who says it. */
  enum Sort {
    TASK,
    POISON,
    /** A command, or the answer to a question. */
    WORD,
    /** Any of these, and the same as before. */
    AGAIN
  }

  /** How it says a message. */
  interface Mouth {
    void say(JsonObject message, Sort sort);
  }

  private static final int LONG = 30_100;

  /** How many of a hundred undertakings are stopped; some of them are over before. */
  private static final int STOPPED = 7;

  private final String name;
  private final Manner manner;
  private final Random random;
  private final Mouth mouth;
  private final Set<String> open = new HashSet<>();
  private final List<Later> later = new ArrayList<>();
  private long next;
  private int said;
  private long now;
  private boolean impatient;

  private record Later(long at, Runnable act) {}

  Chat(Manner manner, int number, long seed, Mouth mouth) {
    this.manner = manner;
    this.name = manner.prefix + number;
    this.random = new Random(seed * 31 + name.hashCode());
    this.mouth = mouth;
    this.next = random.nextInt(4_000);
  }

  String name() {
    return name;
  }

  Manner manner() {
    return manner;
  }

  /** Whether all that it has said is concluded. */
  boolean isFree() {
    return open.isEmpty() && later.isEmpty();
  }

  /**
   * Says what there is to say.
   *
   * @param now milliseconds since the round began
   * @param free whether it may begin something new
   */
  void tick(long now, boolean free) {
    this.now = now;
    List<Later> due = later.stream().filter(act -> act.at() <= now).toList();
    later.removeAll(due);
    due.forEach(act -> act.act().run());
    if (free && isFree() && now >= next) {
      next = now + 500 + random.nextInt(6_000);
      something();
    }
  }

  /** Asks for something that kills whoever works on it. */
  void poison() {
    say("count to " + (1 + random.nextInt(3)), Sort.POISON);
    if (random.nextBoolean()) {
      task("echo behind");
    }
  }

  private void something() {
    switch (manner) {
      case ORDINARY -> anything();
      case POISON -> task("echo here");
      case PROGRAM -> task("work for 1 step");
      case WARY -> task("work once");
    }
  }

  private void anything() {
    int draw = random.nextInt(100);
    if (draw < STOPPED) {
      impatient = true;
      task("work for 9 steps");
    } else if (draw < STOPPED + 3) {
      task("ask");
    } else if (draw < STOPPED + 6) {
      task("fail");
    } else if (draw < STOPPED + 10) {
      task("echo " + "0123456789 ".repeat((LONG + random.nextInt(2_000)) / 11));
    } else {
      int burst = draw < STOPPED + 25 ? 3 : 1;
      for (int i = 0; i < burst; i++) {
        task(work());
      }
    }
  }

  private String work() {
    int steps = 1 + random.nextInt(9);
    return "work for " + steps + (steps == 1 ? " step" : " steps");
  }

  private void task(String text) {
    say(text, Sort.TASK);
  }

  private void word(String text) {
    say(text, Sort.WORD);
  }

  private void say(String text, Sort sort) {
    JsonObject message = message(text);
    mouth.say(message, sort);
    if (random.nextInt(10) == 0) {
      int wait = random.nextBoolean() ? 0 : random.nextInt(2_000);
      later.add(new Later(now + wait, () -> mouth.say(message, Sort.AGAIN)));
    }
  }

  private JsonObject message(String text) {
    String id = name + "-" + ++said;
    open.add(id);
    JsonObject sender = JsonObject.of("id", "u-" + name);
    return JsonObject.of("type", "message", "id", id, "chat", name, "sender", sender, "text", text);
  }

  // ── what comes back ──────────────────────────────────────────────────────────────────────────

  /** A turn of its runs. */
  void runs() {
    if (impatient) {
      impatient = false;
      later.add(new Later(now + random.nextInt(200), () -> word("/stop")));
    }
  }

  /** A delivery is shown for the first time. */
  void shown(JsonObject frame) {
    conclude(frame);
    impatient &= !open.isEmpty();
  }

  private void conclude(JsonObject frame) {
    List<String> ids =
        frame.getJsonArray("inReplyTo", new JsonArray()).stream().map(Object::toString).toList();
    if (frame.getString("type").equals("reply")) {
      if (frame.getInteger("part").equals(frame.getInteger("parts"))) {
        ids.forEach(open::remove);
      }
      return;
    }
    switch (frame.getString("kind")) {
      case "failed" -> ids.forEach(open::remove);
      case "command" -> commanded(frame, ids, frame.getString("text"));
      case "quarantined" -> word(manner == Manner.POISON ? "/stop" : "/resume");
      case "question" -> word(manner == Manner.WARY ? decision() : "Ada");
      default -> {}
    }
  }

  private String decision() {
    return random.nextInt(3) == 0 ? "/stop" : "again";
  }

  /** What was stopped at once is not answered; what was stopped while it ran is told so itself. */
  private void commanded(JsonObject frame, List<String> ids, String text) {
    ids.forEach(open::remove);
    if (frame.containsKey("turn")) {
      return;
    }
    if (text.startsWith("Stopped. ") && manner == Manner.POISON) {
      open.removeIf(id -> !id.equals(name + "-" + (said - 1)));
    } else if (text.startsWith("Stopped")) {
      open.clear();
    }
  }

  /** A message is refused for good. */
  void refused(String id) {
    open.remove(id);
  }
}
