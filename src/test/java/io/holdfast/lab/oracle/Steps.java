package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * I5: a step with a RESULT never runs again, and one that is UNKNOWN only by its policy.
 *
 * <p>A step has its RESULT when a later one has an effect, since steps follow each other, and by
 * the attempt that the reply names. An attempt does a step once. Where the ledger is asked, a step
 * has one effect. Where the user is asked, a chat has as many repetitions at most as it has answers
 * {@code again}.
 */
final class Steps {

  private static final Pattern NUMBER = Pattern.compile("\\d+$");

  private final Run run;
  private final List<Violation> red = new ArrayList<>();
  private final Map<String, Integer> repetitions = new LinkedHashMap<>();

  private Steps(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Steps steps = new Steps(run);
    run.effects().forEach(steps::turn);
    steps.repetitions.forEach(steps::asked);
    return steps.red;
  }

  /** The number of a step by its name, which may end with it; 0 where there is none. */
  static int number(String step) {
    Matcher matcher = NUMBER.matcher(step);
    return matcher.find() ? Integer.parseInt(matcher.group()) : 0;
  }

  private void turn(String turn, List<Effect> effects) {
    order(turn, effects);
    results(turn, effects);
    Kind kind = run.task(turn).map(Task::kind).orElse(Kind.PLAIN);
    int distinct = (int) effects.stream().map(Effect::step).distinct().count();
    int repeated = effects.size() - distinct;
    if (kind == Kind.RECONCILE && repeated > 0) {
      add("a step of " + turn + " ran again although the ledger had it");
    }
    if (kind == Kind.ASK) {
      repetitions.merge(effects.get(0).chat(), repeated, Integer::sum);
    }
  }

  private void order(String turn, List<Effect> effects) {
    int last = 0;
    Set<String> done = new HashSet<>();
    for (Effect effect : effects) {
      int number = number(effect.step());
      if (number < last) {
        add(
            "step %d of %s ran (attempt %d) after step %d did"
                .formatted(number, turn, effect.attempt(), last));
      }
      if (!done.add(effect.step() + "/" + effect.attempt())) {
        add("attempt %d of %s did step %s twice".formatted(effect.attempt(), turn, effect.step()));
      }
      last = Math.max(last, number);
    }
  }

  private void results(String turn, List<Effect> effects) {
    Map<Integer, Integer> results = Attempts.lines(run.shown(turn));
    for (Effect effect : effects) {
      int result = results.getOrDefault(number(effect.step()), Integer.MAX_VALUE);
      if (effect.attempt() > result) {
        add(
            "step %s of %s ran again in attempt %d, with a result of attempt %d"
                .formatted(effect.step(), turn, effect.attempt(), result));
      }
    }
  }

  private void asked(String chat, int repeated) {
    long again = run.saidIn(chat).filter(at -> isAgain(at.event())).count();
    if (repeated > again) {
      add(
          "in %s unknown steps ran %d times more, and their user said again %d times"
              .formatted(chat, repeated, again));
    }
  }

  private static boolean isAgain(Said said) {
    return said.text().strip().equalsIgnoreCase("again");
  }

  private void add(String what) {
    red.add(new Violation("I5", what));
  }
}
