package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Accepted;
import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * I2: one platform id, one turn, in the chat in which it was said, and no turn without a message,
 * also where nothing but an effect or a state of a turn was seen; a command is executed once. I8:
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
    one.strangers();
    return one.red;
  }

  /** Each turn that was seen is that of a message of its chat, and a command has none. */
  private void strangers() {
    Map<String, Set<String>> chats = new LinkedHashMap<>();
    for (At<?> at : run.of(Turned.class, Effect.class)) {
      if (at.event() instanceof Turned turned) {
        turned.inReplyTo().forEach(id -> stranger(turned.chat(), turned.turn(), id));
        chats.computeIfAbsent(turned.chat(), chat -> new LinkedHashSet<>()).add(turned.turn());
      } else if (at.event() instanceof Effect effect) {
        stranger(effect.chat(), effect.turn(), effect.message());
        chats.computeIfAbsent(effect.chat(), chat -> new LinkedHashSet<>()).add(effect.turn());
      }
    }
    chats.forEach(this::asMany);
  }

  private void stranger(String chat, String turn, String id) {
    At<Said> said = run.said().get(id);
    boolean known = said != null && said.event().chat().equals(chat);
    if (!id.isEmpty() && !known) {
      add("I2", turn + " in " + chat + " took " + id + ", which nobody has said there");
    }
  }

  private void asMany(String chat, Set<String> turns) {
    long messages = run.saidIn(chat).filter(at -> !Run.isCommand(at.event())).count();
    if (turns.size() > messages) {
      add("I2", "in %s there were %d messages and the turns %s".formatted(chat, messages, turns));
    }
  }

  private void message(Said said) {
    List<At<Accepted>> accepted = run.accepted(said.id());
    List<At<Shown>> about = run.about(said.id());
    Set<String> turns = new LinkedHashSet<>(run.takers().getOrDefault(said.id(), Set.of()));
    accepted.forEach(at -> turns.add(at.event().turn()));
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
