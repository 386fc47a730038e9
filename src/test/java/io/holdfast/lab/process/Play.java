package io.holdfast.lab.process;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Frames;
import io.holdfast.lab.history.History;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Everything outside of the gateway in one round: the chats, the lines that carry them, and the
 * ledger; what is seen of it goes to the history. For one thread; only the lines have others.
 */
public final class Play implements AutoCloseable {

  private static final Set<String> RUNS = Set.of("running", "resumed");

  /**
   * What is played.
   *
   * @param chats how many; a twentieth of them has poison, another a program for an agent, which in
   *     one half of them asks before it runs again
   * @param seed from which what is said derives
   * @param poisonOf one task of so many is poison
   * @param poisonsAtOnce a crash's suspects run one after the other, so more would only wait
   */
  public record Plot(int chats, long seed, int poisonOf, int poisonsAtOnce) {}

  private final long began = System.nanoTime();

  /** Without a lock that an event loop would wait for. */
  private final BlockingQueue<JsonObject> came = new LinkedTransferQueue<>();

  private final Map<String, Chat> chats = new LinkedHashMap<>();
  private final Map<String, Line> lineOf = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Frames frames = new Frames();
  private final Map<String, Integer> running = new HashMap<>();
  private final Set<String> harmless = new HashSet<>();
  private final Set<String> poisoned = new HashSet<>();
  private final History history;
  private final LedgerFile ledger;
  private final Tally tally;
  private final Resumption resumption;
  private final Random random;
  private final Plot plot;
  private final List<Consumer<Event.Effect>> witnesses = new ArrayList<>();
  private long tasks;
  private long poisons;
  private boolean closing;

  /**
   * @param doors one for each connection; the chats are spread over them
   * @param sockets what the connections are made with
   */
  public Play(
      Plot plot,
      List<Door> doors,
      Vertx vertx,
      WebSocketClient sockets,
      LedgerFile ledger,
      History history,
      Tally tally) {
    this.plot = plot;
    this.ledger = ledger;
    this.history = history;
    this.tally = tally;
    this.resumption = new Resumption(tally);
    this.random = new Random(~plot.seed());
    for (int i = 0; i < plot.chats(); i++) {
      Chat chat = new Chat(manner(i), i, plot.seed(), this::say);
      chats.put(chat.name(), chat);
    }
    List<String> names = List.copyOf(chats.keySet());
    int count = doors.size();
    for (int i = 0; i < count; i++) {
      List<String> own = names.subList(names.size() * i / count, names.size() * (i + 1) / count);
      Line line = new Line(vertx, sockets, doors.get(i), own, came::add);
      own.forEach(name -> lineOf.put(name, line));
      lines.add(line);
    }
    lines.forEach(Line::open);
  }

  private static Chat.Manner manner(int i) {
    return switch (i % 40) {
      case 7, 27 -> Chat.Manner.POISON;
      case 13 -> Chat.Manner.PROGRAM;
      case 33 -> Chat.Manner.WARY;
      default -> Chat.Manner.ORDINARY;
    };
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  private void say(JsonObject message, Chat.Sort sort) {
    if (sort == Chat.Sort.AGAIN) {
      tally.add("duplicates");
    } else {
      history.add(
          new Event.Said(
              message.getString("chat"), message.getString("id"), message.getString("text")));
      tally.add("messages");
    }
    if (sort == Chat.Sort.POISON) {
      poisons++;
      tally.add("poison");
    }
    if (sort == Chat.Sort.POISON || sort == Chat.Sort.TASK) {
      tasks++;
      tally.add("tasks");
    }
    lineOf.get(message.getString("chat")).offer(message);
  }

  // ── what happens outside ─────────────────────────────────────────────────────────────────────

  /** Lets it go on for a moment of at most 5 ms. */
  public void go() throws IOException, InterruptedException {
    List<JsonObject> arrived = new ArrayList<>();
    JsonObject first = came.poll(5, TimeUnit.MILLISECONDS);
    if (first != null) {
      arrived.add(first);
      came.drainTo(arrived);
    }
    // Only now the ledger, and before them: what they tell of has happened before.
    for (Event.Effect effect : ledger.more()) {
      effect(effect);
    }
    arrived.forEach(this::seen);
    long now = now();
    for (Chat chat : chats.values()) {
      chat.tick(now, !closing && tasks < plot.poisonOf() * (poisons + 1));
    }
    if (!closing && tasks > plot.poisonOf() * poisons) {
      poison();
    }
  }

  /** One more that kills, unless there are enough of them. */
  private void poison() {
    List<Chat> able = chats.values().stream().filter(Play::isPoison).toList();
    List<Chat> free = able.stream().filter(Chat::isFree).toList();
    if (!free.isEmpty() && able.size() - free.size() < plot.poisonsAtOnce()) {
      free.get(random.nextInt(free.size())).poison();
    }
  }

  private static boolean isPoison(Chat chat) {
    return chat.manner() == Chat.Manner.POISON;
  }

  /** Has somebody told of each effect. */
  public void witness(Consumer<Event.Effect> witness) {
    witnesses.add(witness);
  }

  private void effect(Event.Effect effect) {
    witnesses.forEach(witness -> witness.accept(effect));
    history.add(effect);
    tally.add("effects");
    if (isPoison(chats.get(effect.chat()))) {
      poisoned.add(effect.turn() + " " + effect.attempt());
    }
  }

  /** Whether poison has begun to work since it was last asked. */
  public boolean poisoned() {
    boolean any = !poisoned.isEmpty();
    poisoned.clear();
    return any;
  }

  /** Nobody begins anything new. */
  public void closing() {
    closing = true;
  }

  /** Whether the fate of everything said is known. */
  public boolean isSettled() {
    return came.isEmpty() && lines.stream().allMatch(line -> line.unsettled() == 0);
  }

  /** Whether a turn runs that is no poison, as far as it was told. */
  boolean isBusy() {
    return !harmless.isEmpty();
  }

  /** The process was killed. */
  void killed() {
    resumption.cut(running);
    ended();
  }

  /** The process has ended by itself. */
  void ended() {
    running.clear();
    harmless.clear();
  }

  // ── what is seen ─────────────────────────────────────────────────────────────────────────────

  private void seen(JsonObject frame) {
    if (frame.getString("type").equals("rejected")) {
      rejected(frame);
    }
    frames.read(frame).ifPresent(event -> seen(event, frame));
  }

  private void seen(Event event, JsonObject frame) {
    history.add(event);
    if (event instanceof Event.Shown shown) {
      shown(shown, frame);
    } else if (event instanceof Event.Repeated) {
      tally.add("repeated");
    } else if (event instanceof Event.Turned turned) {
      turned(turned);
    }
  }

  private void rejected(JsonObject frame) {
    String id = frame.getString("id");
    if (Line.isTemporary(frame)) {
      tally.add("put off");
      return;
    }
    String chat = id.substring(0, id.lastIndexOf('-'));
    history.add(new Event.Rejected(chat, id, frame.getString("code")));
    chats.get(chat).refused(id);
  }

  private void shown(Event.Shown shown, JsonObject frame) {
    Chat chat = chats.get(shown.chat());
    tally.add(shown.kind().equals("reply") ? "replies" : "notices");
    if (shown.parts() > 1 && shown.part() == shown.parts()) {
      tally.add("replies of several parts");
    }
    switch (shown.notice()) {
      case "quarantined" -> tally.add(isPoison(chat) ? "poison set aside" : "others set aside");
      case "question" -> tally.add(isWary(chat) ? "unknown steps asked about" : "questions");
      case "command" -> commanded(shown, chat);
      default -> {}
    }
    chat.shown(frame);
  }

  private static boolean isWary(Chat chat) {
    return chat.manner() == Chat.Manner.WARY;
  }

  /** A task was cancelled where its turn says so, or at once where it did not run. */
  private void commanded(Event.Shown shown, Chat chat) {
    boolean ran = !shown.turn().isEmpty();
    if (!isPoison(chat) && (ran || shown.text().startsWith("Stopped"))) {
      tally.add("cancels");
      if (ran) {
        tally.add("cancels of what ran");
      }
    }
  }

  private void turned(Event.Turned turned) {
    if (RUNS.contains(turned.state())) {
      Chat chat = chats.get(turned.chat());
      chat.runs();
      running.put(turned.turn(), turned.attempt());
      if (!isPoison(chat)) {
        harmless.add(turned.turn());
      }
      resumption.runs(turned.turn(), turned.attempt());
    } else {
      running.remove(turned.turn());
      harmless.remove(turned.turn());
    }
  }

  @Override
  public void close() {
    lines.forEach(Line::close);
  }
}
