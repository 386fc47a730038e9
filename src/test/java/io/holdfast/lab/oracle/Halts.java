package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.history.Event.Ended;
import io.holdfast.lab.history.Event.Ready;
import io.holdfast.lab.history.Event.Said;
import io.holdfast.lab.history.Event.Shown;
import io.holdfast.lab.history.Event.Struck;
import io.holdfast.lab.history.Event.Turned;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * I2: a {@code /stop} is executed as it was answered.
 *
 * <p>What has run before {@code /stop} was said, and has an effect after the answer was read, is
 * what was stopped. After {@code Stopped.} it has none; after {@code Stopping.} so few as may be
 * under way, in a life in which nothing is struck, and none in a later life. A turn of which it was
 * said that it has ended so has none after that. Each {@code Stopped.} is of a turn that is not
 * answered.
 *
 * <p>Not judged are agents that do not end when they are told to, and chats whose user has said
 * {@code /retry}.
 */
final class Halts {

  /** Effects that may be under way when its user reads that a turn is being stopped. */
  private static final int UNDER_WAY = 2;

  private static final Set<String> RUNS = Set.of("running", "resumed");

  private final Run run;
  private final List<Violation> red = new ArrayList<>();

  private Halts(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Halts halts = new Halts(run);
    for (At<Shown> at : run.all(Shown.class)) {
      if (!halts.isJudged(at.event().chat())) {
        continue;
      }
      if (Run.isStopped(at.event())) {
        halts.none(at.event().turn(), at, Integer.MAX_VALUE);
      } else if (isAnswer(at.event())) {
        halts.answered(at);
      }
    }
    halts.chats();
    return halts.red;
  }

  private boolean isJudged(String chat) {
    return run.commands(chat, "/retry") == 0;
  }

  private static boolean isAnswer(Shown shown) {
    return Run.isNotice(shown, "command")
        && shown.turn().isEmpty()
        && (isAtOnce(shown) || shown.text().startsWith("Stopping"));
  }

  private static boolean isAtOnce(Shown shown) {
    return shown.text().startsWith("Stopped");
  }

  private void answered(At<Shown> answer) {
    int said =
        answer.event().inReplyTo().stream()
            .filter(run.said()::containsKey)
            .mapToInt(id -> run.said().get(id).place())
            .findFirst()
            .orElse(-1);
    for (String turn : begun(answer.event().chat(), said)) {
      if (isAtOnce(answer.event())) {
        none(turn, answer, Integer.MAX_VALUE);
      } else {
        none(turn, answer, next(Ready.class, answer.place()));
        few(turn, answer);
      }
    }
  }

  /** The turns of a chat that have run before a place. */
  private Set<String> begun(String chat, int before) {
    Stream<String> ran =
        run.all(Turned.class).stream()
            .filter(at -> at.place() < before && at.event().chat().equals(chat))
            .filter(at -> RUNS.contains(at.event().state()))
            .map(at -> at.event().turn());
    Stream<String> did =
        run.all(Effect.class).stream()
            .filter(at -> at.place() < before && at.event().chat().equals(chat))
            .map(at -> at.event().turn());
    return Stream.concat(ran, did).collect(TreeSet::new, Set::add, Set::addAll);
  }

  /** After an answer, or in a later life, it has no effect. */
  private void none(String turn, At<Shown> answer, int later) {
    int from = later == Integer.MAX_VALUE ? answer.place() : later;
    long effects = effects(turn, from, Integer.MAX_VALUE);
    if (effects > 0) {
      add(
          "%s had %d effects more after \"%s\" was said in %s"
              .formatted(turn, effects, answer.event().text(), answer.event().chat()));
    }
  }

  private void few(String turn, At<Shown> answer) {
    int end = next(Ended.class, answer.place());
    boolean struck =
        run.all(Struck.class).stream()
            .anyMatch(at -> at.place() > begin(answer.place()) && at.place() < end);
    long effects = effects(turn, answer.place(), end);
    if (!struck && effects > UNDER_WAY) {
      add(
          "%s had %d effects more after it was said in %s that it is being stopped"
              .formatted(turn, effects, answer.event().chat()));
    }
  }

  private long effects(String turn, int from, int to) {
    if (run.task(turn).filter(task -> task.kind() == Kind.STUBBORN).isPresent()) {
      return 0;
    }
    return run.all(Effect.class).stream()
        .filter(at -> at.place() > from && at.place() < to)
        .filter(at -> at.event().turn().equals(turn))
        .count();
  }

  /** Where the next of these is; after all where there is none. */
  private int next(Class<? extends io.holdfast.lab.history.Event> type, int place) {
    return run.all(type).stream()
        .map(At::place)
        .filter(at -> at > place)
        .findFirst()
        .orElse(Integer.MAX_VALUE - 1);
  }

  private int begin(int place) {
    return run.all(Ended.class).stream()
        .mapToInt(At::place)
        .filter(at -> at < place)
        .max()
        .orElse(-1);
  }

  private void chats() {
    run.said().values().stream()
        .map(at -> at.event().chat())
        .distinct()
        .filter(this::isJudged)
        .forEach(this::chat);
  }

  /** There are no more turns that were stopped at once or have another end than messages. */
  private void chat(String chat) {
    List<At<Shown>> shown =
        run.all(Shown.class).stream().filter(at -> at.event().chat().equals(chat)).toList();
    long stopped =
        shown.stream().filter(at -> isAnswer(at.event()) && isAtOnce(at.event())).count();
    if (stopped == 0) {
      return;
    }
    long ended =
        shown.stream()
            .map(At::event)
            .filter(one -> Run.isReply(one) || Run.isStopped(one) || Run.isNotice(one, "failed"))
            .map(Shown::turn)
            .distinct()
            .count();
    long messages = run.saidIn(chat).map(At::event).filter(this::isTaken).count();
    if (ended + stopped > messages) {
      add(
          "in %s %d turns were stopped and %d ended otherwise, and there were %d"
              .formatted(chat, stopped, ended, messages));
    }
  }

  private boolean isTaken(Said message) {
    return !Run.isCommand(message) && !run.accepted(message.id()).isEmpty();
  }

  private void add(String what) {
    red.add(new Violation("I2", what));
  }
}
