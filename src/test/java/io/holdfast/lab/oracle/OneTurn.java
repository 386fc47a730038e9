package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Accepted;
import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * I2: one platform id, one turn, in the chat in which it was said; a command is executed once. I8:
 * what was accepted before a life ended is still known after it.
 *
 * <p>A message is new to the gateway once. That it is new once more shows that it was forgotten: if
 * a life ended in between, the ack was not durable (I8), else two copies were two messages (I2).
 */
final class OneTurn {

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private OneTurn(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    OneTurn one = new OneTurn(run);
    run.said().values().forEach(at -> one.message(at.event()));
    return one.red;
  }

  private void message(Said said) {
    List<At<Accepted>> accepted = run.accepted(said.id());
    List<At<Shown>> about = run.about(said.id());
    Set<String> turns = new LinkedHashSet<>();
    accepted.forEach(at -> turns.add(at.event().turn()));
    about.forEach(at -> turns.add(at.event().turn()));
    turns.remove("");
    if (turns.size() > 1) {
      add("I2", said.id() + " was taken by the turns " + turns);
    }
    fresh(said, accepted.stream().filter(at -> !at.event().duplicate()).toList());
    refusedAfterwards(said, accepted);
    about.stream()
        .filter(at -> !at.event().chat().equals(said.chat()))
        .forEach(at -> add("I2", said.id() + " is answered in the chat " + at.event().chat()));
    long answers = about.stream().filter(at -> Run.isNotice(at.event(), "command")).count();
    if (answers > 1 && Run.isCommand(said)) {
      add("I2", "the command " + said.id() + " was executed " + answers + " times");
    }
  }

  private void fresh(Said said, List<At<Accepted>> fresh) {
    for (int i = 1; i < fresh.size(); i++) {
      int from = fresh.get(i - 1).place();
      int to = fresh.get(i).place();
      boolean ended =
          run.all(Ended.class).stream().anyMatch(at -> at.place() > from && at.place() < to);
      add(
          ended ? "I8" : "I2",
          said.id()
              + " was accepted"
              + (ended ? ", forgotten" : "")
              + " and accepted as new again");
    }
  }

  private void refusedAfterwards(Said said, List<At<Accepted>> accepted) {
    if (accepted.isEmpty()) {
      return;
    }
    run.rejected(said.id()).stream()
        .filter(at -> at.place() > accepted.get(0).place())
        .forEach(at -> add("I2", said.id() + " was accepted and then refused"));
  }

  private void add(String invariant, String what) {
    red.add(new Violation(invariant, what));
  }
}
