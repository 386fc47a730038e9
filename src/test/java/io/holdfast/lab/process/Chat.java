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
    PROGRAM("x-");

    final String prefix;

    Manner(String prefix) {
      this.prefix = prefix;
    }
  }

  /** How it says a message; said again, the message is the same. */
  interface Mouth {
    void say(JsonObject message, boolean again);
  }

  private static final int LONG = 30_100;

  private final String name;
  private final Manner manner;
  private final Random random;
  private final Mouth mouth;
  private final Set<String> open = new HashSet<>();
  private final List<Later> later = new ArrayList<>();
  private long next;
  private int said;
  private boolean closing;

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

  /** Begins nothing new. */
  void closing() {
    closing = true;
  }

  /**
   * Says what there is to say.
   *
   * @param now milliseconds since the round began
   */
  void tick(long now) {
    List<Later> due = later.stream().filter(act -> act.at() <= now).toList();
    later.removeAll(due);
    due.forEach(act -> act.act().run());
    if (!closing && open.isEmpty() && later.isEmpty() && now >= next) {
      next = now + 500 + random.nextInt(6_000);
      something(now);
    }
  }

  /** Asks for something that kills whoever works on it. */
  void poison(long now) {
    if (open.isEmpty()) {
      say(now, "count to " + (1 + random.nextInt(3)));
      if (random.nextBoolean()) {
        say(now, "echo behind");
      }
    }
  }

  private void something(long now) {
    if (manner != Manner.ORDINARY) {
      say(now, manner == Manner.PROGRAM ? "work for 1 step" : "echo here");
      return;
    }
    int draw = random.nextInt(100);
    if (draw < 5) {
      say(now, "work for 9 steps");
      later.add(new Later(now + random.nextInt(600), () -> command("/stop")));
    } else if (draw < 8) {
      say(now, "ask");
    } else if (draw < 11) {
      say(now, "fail");
    } else if (draw < 15) {
      say(now, "echo " + "0123456789 ".repeat((LONG + random.nextInt(2_000)) / 11));
    } else {
      int burst = draw < 35 ? 3 : 1;
      for (int i = 0; i < burst; i++) {
        say(now, work());
      }
    }
  }

  private String work() {
    int steps = 1 + random.nextInt(9);
    return "work for " + steps + (steps == 1 ? " step" : " steps");
  }

  private void say(long now, String text) {
    JsonObject message = message(text);
    mouth.say(message, false);
    if (random.nextInt(10) == 0) {
      int wait = random.nextBoolean() ? 0 : random.nextInt(2_000);
      later.add(new Later(now + wait, () -> mouth.say(message, true)));
    }
  }

  private void command(String text) {
    mouth.say(message(text), false);
  }

  private JsonObject message(String text) {
    String id = name + "-" + ++said;
    open.add(id);
    JsonObject sender = JsonObject.of("id", "u-" + name);
    return JsonObject.of("type", "message", "id", id, "chat", name, "sender", sender, "text", text);
  }

  // ── what comes back ──────────────────────────────────────────────────────────────────────────

  /** A delivery is shown for the first time. */
  void shown(JsonObject frame) {
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
      case "quarantined" -> command(manner == Manner.POISON ? "/stop" : "/resume");
      case "question" -> command("Ada");
      default -> {}
    }
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
