package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * I4: no write of a superseded attempt is visible.
 *
 * <p>Once an attempt has had an effect, no lower one has any. A reply names for each step the
 * attempt whose result counts: that attempt had the effect (of a step that was found done, or left
 * as it was, an earlier one had it or none), and a later step has no lower attempt. A turn that is
 * done in an attempt is not run in a higher one.
 */
final class Attempts {

  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private Attempts(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Attempts attempts = new Attempts(run);
    run.effects().forEach(attempts::effects);
    run.shownByTurn().forEach(attempts::reply);
    attempts.done();
    return attempts.red;
  }

  private void effects(String turn, List<Effect> effects) {
    int highest = 0;
    for (Effect effect : effects) {
      if (effect.attempt() < highest) {
        add(
            "step %s of %s had an effect by attempt %d after attempt %d had one"
                .formatted(effect.step(), turn, effect.attempt(), highest));
      }
      highest = Math.max(highest, effect.attempt());
    }
  }

  /** The parts of a reply, put together in the order in which they were shown. */
  static String text(List<At<Shown>> shown) {
    return shown.stream()
        .map(At::event)
        .filter(Run::isReply)
        .map(Shown::text)
        .collect(Collectors.joining());
  }

  /** The attempt that each step of a reply names, in the order of the reply. */
  static Map<Integer, Integer> lines(List<At<Shown>> shown) {
    Map<Integer, Integer> lines = new LinkedHashMap<>();
    Matcher line = LINE.matcher(text(shown));
    while (line.find()) {
      lines.putIfAbsent(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)));
    }
    return lines;
  }

  private void reply(String turn, List<At<Shown>> shown) {
    if (shown.stream().noneMatch(at -> Run.isReply(at.event()))) {
      return;
    }
    Map<Integer, Integer> lines = lines(shown);
    run.task(turn)
        .filter(task -> task.kind() != Kind.POISON)
        .ifPresent(task -> complete(turn, task, lines));
    int highest = 0;
    for (Map.Entry<Integer, Integer> line : lines.entrySet()) {
      if (line.getValue() < highest) {
        add(
            "the reply of %s has step %d of attempt %d after one of attempt %d"
                .formatted(turn, line.getKey(), line.getValue(), highest));
      }
      highest = Math.max(highest, line.getValue());
    }
  }

  private void complete(String turn, Task task, Map<Integer, Integer> lines) {
    for (int step = 1; step <= task.steps(); step++) {
      int attempt = lines.getOrDefault(step, 0);
      if (attempt == 0) {
        add("the reply of " + turn + " has no step " + step);
      } else if (!happened(turn, task.kind(), step, attempt)) {
        add(
            "the reply of %s has step %d of attempt %d, which had no such effect"
                .formatted(turn, step, attempt));
      }
    }
  }

  private boolean happened(String turn, Kind kind, int step, int attempt) {
    return kind == Kind.ASK
        || run.effects(turn).stream()
            .filter(effect -> Steps.number(effect.step()) == step)
            .anyMatch(
                effect ->
                    effect.attempt() == attempt
                        || kind == Kind.RECONCILE && effect.attempt() < attempt);
  }

  private void done() {
    Map<String, Integer> done = new LinkedHashMap<>();
    List<At<Turned>> all = run.all(Turned.class);
    all.stream()
        .map(At::event)
        .filter(turned -> turned.state().equals("done"))
        .forEach(turned -> done.merge(turned.turn(), turned.attempt(), Math::min));
    Map<String, Integer> ran = new LinkedHashMap<>();
    all.stream()
        .map(At::event)
        .forEach(turned -> ran.merge(turned.turn(), turned.attempt(), Math::max));
    run.all(Effect.class)
        .forEach(at -> ran.merge(at.event().turn(), at.event().attempt(), Math::max));
    done.forEach(
        (turn, attempt) -> {
          int last = ran.getOrDefault(turn, 0);
          if (last > attempt) {
            add(
                "%s is done in attempt %d and was run in attempt %d"
                    .formatted(turn, attempt, last));
          }
        });
  }

  private void add(String what) {
    red.add(new Violation("I4", what));
  }
}
