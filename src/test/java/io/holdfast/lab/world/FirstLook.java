package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History.Entry;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be said of a run without knowing much: nothing lost, doubled, out of order or left. */
final class FirstLook {

  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  private final List<Event> events;
  private final Map<String, Task> tasks = new HashMap<>();
  private final Set<String> stopped = new HashSet<>();
  private final Set<String> takenBack = new HashSet<>();
  private final List<String> red = new ArrayList<>();

  private FirstLook(List<Entry> run) {
    this.events = run.stream().map(Entry::event).toList();
  }

  /** What is wrong with a run, each in a line. */
  static List<String> at(List<Entry> run) {
    FirstLook look = new FirstLook(run);
    look.said();
    look.fates();
    look.replies();
    look.effects();
    look.of(Event.Left.class).stream()
        .filter(left -> !left.over().isEmpty())
        .forEach(left -> look.red.add("I7 left over " + left.over()));
    return look.red;
  }

  private <E> List<E> of(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void said() {
    of(Event.Revising.class).stream()
        .filter(revising -> revising.text().isEmpty())
        .forEach(revising -> takenBack.add(revising.id()));
    for (Event.Said said : of(Event.Said.class)) {
      if (said.text().startsWith("task ")) {
        tasks.put(said.id(), Task.parse(said.text()));
      }
      if (said.text().equals("/stop")) {
        stopped.add(said.chat());
      }
    }
  }

  private void fates() {
    Set<String> accepted =
        of(Event.Accepted.class).stream().map(Event.Accepted::id).collect(Collectors.toSet());
    Set<String> told =
        of(Event.Shown.class).stream()
            .flatMap(shown -> shown.inReplyTo().stream())
            .collect(Collectors.toSet());
    for (Event.Said said : of(Event.Said.class)) {
      if (!accepted.contains(said.id())) {
        red.add("I1 message " + said.id() + " was never accepted");
      }
      boolean silent = stopped.contains(said.chat()) || takenBack.contains(said.id());
      if (!told.contains(said.id()) && !silent) {
        red.add("I1 message " + said.id() + " has no answer");
      }
    }
  }

  private void replies() {
    Map<String, Integer> parts = new HashMap<>();
    Map<String, Integer> done = new HashMap<>();
    for (Event.Shown shown : of(Event.Shown.class)) {
      if (!shown.kind().equals("reply")) {
        continue;
      }
      if (parts.merge(shown.turn(), 1, Integer::sum) != shown.part()) {
        red.add("I6 part " + shown.part() + " of turn " + shown.turn() + " is out of its order");
      }
      if (shown.part() == shown.parts()) {
        shown.inReplyTo().forEach(id -> answered(done, id));
      }
      steps(shown);
    }
    inOrder();
  }

  private void answered(Map<String, Integer> done, String id) {
    if (done.merge(id, 1, Integer::sum) > 1) {
      red.add("I2 message " + id + " was answered more than once");
    }
  }

  /** The journal's word against the ledger's. */
  private void steps(Event.Shown reply) {
    boolean plain =
        reply.inReplyTo().stream()
            .map(tasks::get)
            .anyMatch(t -> t != null && t.kind() == Kind.PLAIN);
    Matcher line = LINE.matcher(reply.text());
    while (line.find()) {
      Set<Integer> attempts = attempts(reply.turn(), line.group(1));
      int recorded = Integer.parseInt(line.group(2));
      if (attempts.stream().anyMatch(attempt -> attempt > recorded)) {
        red.add("I5 step " + line.group(1) + " of " + reply.turn() + " ran after its result");
      }
      if (plain && !attempts.contains(recorded)) {
        red.add("I4 step " + line.group(1) + " of " + reply.turn() + " has a result of no effect");
      }
    }
  }

  private Set<Integer> attempts(String turn, String step) {
    return of(Event.Effect.class).stream()
        .filter(effect -> effect.turn().equals(turn) && effect.step().equals(step))
        .map(Event.Effect::attempt)
        .collect(Collectors.toSet());
  }

  private void inOrder() {
    Map<String, List<String>> said = new HashMap<>();
    of(Event.Said.class).stream()
        .filter(one -> tasks.containsKey(one.id()) && !stopped.contains(one.chat()))
        .filter(one -> tasks.get(one.id()).kind() != Kind.FAIL && !takenBack.contains(one.id()))
        .forEach(one -> said.computeIfAbsent(one.chat(), c -> new ArrayList<>()).add(one.id()));
    said.forEach(
        (chat, ids) -> {
          List<String> answers =
              of(Event.Shown.class).stream()
                  .filter(shown -> shown.chat().equals(chat) && shown.kind().equals("reply"))
                  .filter(shown -> shown.part() == 1)
                  .flatMap(shown -> shown.inReplyTo().stream())
                  .filter(ids::contains)
                  .toList();
          List<String> expected = new ArrayList<>(ids);
          expected.removeAll(ended());
          if (!answers.equals(expected) && !answers.equals(accepted(expected))) {
            red.add("I3 chat " + chat + " said " + ids + " and was answered " + answers);
          }
        });
  }

  /** What was told that the agent broke down, or that a message has interrupted it. */
  private Set<String> ended() {
    return of(Event.Shown.class).stream()
        .filter(
            shown ->
                shown.notice().equals("failed")
                    || shown.notice().equals("command") && !shown.turn().isEmpty())
        .flatMap(shown -> shown.inReplyTo().stream())
        .collect(Collectors.toSet());
  }

  /** In the order of their acceptance, where that was another: one was refused for a while. */
  private List<String> accepted(List<String> ids) {
    return of(Event.Accepted.class).stream()
        .map(Event.Accepted::id)
        .distinct()
        .filter(ids::contains)
        .toList();
  }

  private void effects() {
    Set<Event.Effect> once = new HashSet<>();
    Map<String, LinkedHashSet<String>> turns = new HashMap<>();
    Map<String, String> last = new HashMap<>();
    for (Event.Effect effect : of(Event.Effect.class)) {
      if (!once.add(effect)) {
        red.add("I5 twice in one attempt: " + effect);
      }
      boolean fresh =
          turns.computeIfAbsent(effect.chat(), c -> new LinkedHashSet<>()).add(effect.turn());
      String before = last.put(effect.chat(), effect.turn());
      if (!fresh && !effect.turn().equals(before) && !stopped.contains(effect.chat())) {
        red.add("I3 two turns of chat " + effect.chat() + " at once: " + before);
      }
    }
  }
}
