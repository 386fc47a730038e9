package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * I1: every accepted message ends, and its sender was told how; of a refused one nothing is heard,
 * and one that was taken back in time is not answered and has no effect.
 *
 * <p>A message ends with a reply, with a notice that its turn was stopped while it ran, is set
 * aside or has failed (which only a task may that asks for it), or, if it is a command, with its
 * answer. A question ends it as long as nobody has said anything since, and what is set aside has
 * ended as long as nobody has said {@code /resume}. What was stopped before it ran gets no word of
 * its own, but the {@code /stop} was answered: each answer {@code Stopped} accounts for one task
 * that was said before, and for what was said in answer to that task's questions. {@code Stopping}
 * accounts for nothing.
 */
final class Answered {

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private Answered(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Answered answered = new Answered(run);
    answered.fates();
    answered.failures();
    run.said().values().stream().map(at -> at.event().chat()).distinct().forEach(answered::chat);
    return answered.red;
  }

  private void fates() {
    for (String id : run.said().keySet()) {
      if (run.accepted(id).isEmpty() && run.rejected(id).isEmpty()) {
        add("nobody knows whether " + id + " is accepted");
      } else if (run.accepted(id).isEmpty() && !run.about(id).isEmpty()) {
        add(id + " was refused, and yet there is an answer to it");
      } else if (run.texts(id).equals(List.of("")) && isTaken(id)) {
        add(id + " was taken back, and yet a turn has taken it");
      }
    }
  }

  private boolean isTaken(String id) {
    return run.about(id).stream().anyMatch(at -> Run.isReply(at.event()))
        || run.all(Effect.class).stream().anyMatch(at -> at.event().message().equals(id));
  }

  /** Only what is to fail may be said to have failed: the gateway has no failures of its own. */
  private void failures() {
    for (At<Shown> at : run.all(Shown.class)) {
      Shown shown = at.event();
      if (Run.isNotice(shown, "failed")
          && run.task(shown.turn()).filter(task -> task.kind() != Kind.FAIL).isPresent()) {
        add(shown.turn() + " in " + shown.chat() + " was said to have failed");
      }
    }
  }

  private void chat(String chat) {
    List<At<Shown>> stops = new ArrayList<>(stops(chat));
    List<At<Said>> open =
        run.saidIn(chat)
            .filter(at -> !run.accepted(at.event().id()).isEmpty() && !hasEnded(at))
            .filter(at -> !run.texts(at.event().id()).contains(""))
            .toList();
    boolean stopped = !stops.isEmpty();
    for (At<Said> message : open) {
      boolean task = Run.task(message.event()).isPresent();
      boolean command = Run.isCommand(message.event());
      if (command || !(task ? take(stops, message) : stopped)) {
        add(message.event().id() + " in " + chat + " was accepted and never answered");
      }
    }
  }

  /** The answers to {@code /stop} that have stopped something at once. */
  private List<At<Shown>> stops(String chat) {
    return run.all(Shown.class).stream()
        .filter(at -> at.event().chat().equals(chat))
        .filter(at -> Run.isNotice(at.event(), "command"))
        .filter(at -> at.event().turn().isEmpty() && at.event().text().startsWith("Stopped"))
        .toList();
  }

  private static boolean take(List<At<Shown>> stops, At<Said> message) {
    for (At<Shown> stop : stops) {
      if (stop.place() > message.place()) {
        stops.remove(stop);
        return true;
      }
    }
    return false;
  }

  private boolean hasEnded(At<Said> message) {
    return run.about(message.event().id()).stream().anyMatch(shown -> isEnd(message, shown));
  }

  private boolean isEnd(At<Said> message, At<Shown> at) {
    Shown shown = at.event();
    if (Run.isCommand(message.event())) {
      return Run.isNotice(shown, "command");
    }
    if (Run.isNotice(shown, "quarantined")) {
      return nobodySaid(shown.chat(), at.place(), Set.of("/resume"));
    }
    if (Run.isNotice(shown, "question")) {
      return nobodySaid(shown.chat(), at.place(), Set.of());
    }
    return Run.isReply(shown) || Run.isNotice(shown, "failed") || Run.isStopped(shown);
  }

  /** Whether nothing of {@code texts}, or nothing at all if there is none, was said since. */
  private boolean nobodySaid(String chat, int place, Set<String> texts) {
    return run.saidIn(chat)
        .filter(at -> at.place() > place)
        .noneMatch(at -> texts.isEmpty() || texts.contains(at.event().text().strip()));
  }

  private void add(String what) {
    red.add(new Violation("I1", what));
  }
}
