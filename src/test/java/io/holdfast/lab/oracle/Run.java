package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.Accepted;
import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Rejected;
import io.holdfast.lab.history.Event.Revised;
import io.holdfast.lab.history.Event.Revising;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.history.History;
import io.holdfast.lab.history.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A history as the invariants ask for it.
 *
 * <p>What the ledger saw may be known later than it happened, so effects are in order among
 * themselves, and what clients did and saw among themselves. An effect that stands after what a
 * client did or saw has happened after it; from the opposite nothing follows.
 */
final class Run {

  /**
   * An event with its place in the history.
   *
   * @param place from 0
   */
  record At<E extends Event>(int place, E event) {}

  private static final Set<String> COMMANDS =
      Set.of(
          "/help", "/status", "/stop", "/queue", "/retry", "/pause", "/resume", "/replies", "/new");

  private final Map<Class<?>, List<At<? extends Event>>> all = new LinkedHashMap<>();
  private final Map<String, At<Said>> said = new LinkedHashMap<>();
  private final Map<String, List<At<Said>>> chats;
  private final Map<String, List<At<Accepted>>> accepted;
  private final Map<String, List<At<Rejected>>> rejected;
  private final Map<String, List<At<Shown>>> about = new LinkedHashMap<>();
  private final Map<String, List<At<Shown>>> byTurn;
  private final Map<String, List<Effect>> effects = new LinkedHashMap<>();
  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, Set<String>> takers = new LinkedHashMap<>();

  Run(List<History.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Event event = entries.get(i).event();
      all.computeIfAbsent(event.getClass(), type -> new ArrayList<>()).add(new At<>(i, event));
    }
    all(Said.class).forEach(at -> said.putIfAbsent(at.event().id(), at));
    this.chats = grouped(Said.class, Said::chat);
    this.accepted = grouped(Accepted.class, Accepted::id);
    this.rejected = grouped(Rejected.class, Rejected::id);
    this.byTurn = grouped(Shown.class, Shown::turn);
    byTurn.remove("");
    for (At<Shown> at : all(Shown.class)) {
      at.event().inReplyTo().forEach(id -> add(about, id, at));
      took(at.event().turn(), at.event().inReplyTo());
    }
    all(Turned.class).forEach(at -> took(at.event().turn(), at.event().inReplyTo()));
    for (At<Effect> at : all(Effect.class)) {
      add(effects, at.event().turn(), at.event());
      String message = at.event().message();
      took(at.event().turn(), message.isEmpty() ? List.of() : List.of(message));
    }
  }

  private void took(String turn, List<String> messages) {
    if (!turn.isEmpty() && !messages.isEmpty()) {
      first.putIfAbsent(turn, messages.get(0));
      messages.forEach(id -> takers.computeIfAbsent(id, none -> new LinkedHashSet<>()).add(turn));
    }
  }

  private <E extends Event> Map<String, List<At<E>>> grouped(
      Class<E> type, Function<E, String> key) {
    Map<String, List<At<E>>> groups = new LinkedHashMap<>();
    all(type).forEach(at -> add(groups, key.apply(at.event()), at));
    return groups;
  }

  private static <T> void add(Map<String, List<T>> groups, String key, T value) {
    groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
  }

  /** All events of a type, in their order. */
  @SuppressWarnings("unchecked") // a list holds what its class says
  <E extends Event> List<At<E>> all(Class<E> type) {
    return (List<At<E>>) (List<?>) all.getOrDefault(type, List.of());
  }

  /** All events of some types, in their order. */
  List<At<?>> of(Class<?>... types) {
    List<At<?>> of = new ArrayList<>();
    for (Class<?> type : types) {
      of.addAll(all.getOrDefault(type, List.of()));
    }
    of.sort(Comparator.comparingInt(At::place));
    return of;
  }

  /** The messages, by id, each where it was said first. */
  Map<String, At<Said>> said() {
    return said;
  }

  /** Where a client read that a message is accepted. */
  List<At<Accepted>> accepted(String id) {
    return accepted.getOrDefault(id, List.of());
  }

  /** Where a client read that a message is refused for good. */
  List<At<Rejected>> rejected(String id) {
    return rejected.getOrDefault(id, List.of());
  }

  /** What was shown in answer to a message. */
  List<At<Shown>> about(String id) {
    return about.getOrDefault(id, List.of());
  }

  /** What was shown of each turn. */
  Map<String, List<At<Shown>>> shownByTurn() {
    return byTurn;
  }

  /** What was shown of a turn. */
  List<At<Shown>> shown(String turn) {
    return byTurn.getOrDefault(turn, List.of());
  }

  /** The effects of each turn, in the order of the ledger. */
  Map<String, List<Effect>> effects() {
    return effects;
  }

  /** The effects of a turn, in the order of the ledger. */
  List<Effect> effects(String turn) {
    return effects.getOrDefault(turn, List.of());
  }

  /** The message that a turn began with, as it was then, where anything has told it. */
  Optional<Said> firstOf(String turn) {
    return Optional.ofNullable(first.get(turn))
        .map(said::get)
        .map(at -> new Said(at.event().chat(), at.event().id(), text(turn, at.event().id())));
  }

  /** Of changes of which nobody knows whether they were made, that which is answered. */
  private String text(String turn, String id) {
    List<String> texts = texts(id);
    int steps = Attempts.lines(shown(turn)).size();
    return texts.stream()
        .filter(text -> texts.size() > 1 && text.contains(" steps=" + steps + " "))
        .findFirst()
        .orElse(texts.get(0));
  }

  /** What a message may say in the end, empty if it may be taken back; one if that is certain. */
  List<String> texts(String id) {
    List<String> texts = new ArrayList<>(List.of(said.get(id).event().text()));
    for (At<?> at : of(Revising.class, Revised.class)) {
      if (at.event() instanceof Revising revising && revising.id().equals(id)) {
        texts.add(revising.text());
      } else if (at.event() instanceof Revised revised && revised.id().equals(id)) {
        texts.clear();
        texts.add(revised.text());
      }
    }
    return texts;
  }

  /** The turns that were seen to have taken each message, also one that nobody has said. */
  Map<String, Set<String>> takers() {
    return takers;
  }

  /** What a turn is to do; empty where nobody has told, or where its message is no task. */
  Optional<Task> task(String turn) {
    return firstOf(turn).flatMap(message -> task(message));
  }

  /** What a message asks for; empty for a command and for an answer. */
  static Optional<Task> task(Said message) {
    try {
      return isCommand(message) ? Optional.empty() : Optional.of(Task.parse(message.text()));
    } catch (IllegalArgumentException answer) {
      return Optional.empty();
    }
  }

  static boolean isCommand(Said message) {
    return COMMANDS.contains(word(message));
  }

  /** How often a command was said in a chat. */
  long commands(String chat, String command) {
    return saidIn(chat).filter(at -> word(at.event()).equals(command)).count();
  }

  /** What was said in a chat, in its order. */
  Stream<At<Said>> saidIn(String chat) {
    return chats.getOrDefault(chat, List.of()).stream();
  }

  private static String word(Said message) {
    return message.text().strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
  }

  static boolean isReply(Shown shown) {
    return shown.kind().equals("reply");
  }

  /** Whether it says that a turn has ended that was stopped while it ran. */
  static boolean isStopped(Shown shown) {
    return isNotice(shown, "command") && !shown.turn().isEmpty();
  }

  static boolean isNotice(Shown shown, String kind) {
    return shown.kind().equals("notice") && shown.notice().equals(kind);
  }
}
