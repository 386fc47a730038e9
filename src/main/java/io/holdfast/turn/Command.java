package io.holdfast.turn;

import io.holdfast.model.Change;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Permission;
import io.holdfast.model.Route;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The slash commands. Each decides, from its session as one transaction sees it, what that
 * transaction changes; nothing here has an effect of its own, so a command cannot be half done.
 */
public enum Command {
  HELP("lists these commands"),
  STATUS("tells what is running and what waits"),
  STOP("ends the task that is running; what waits behind it runs next"),
  QUEUE(
      "lists what waits, and tells what becomes of a message that comes while a task runs; with one"
          + " of `enqueue`, `collect`, `steer`, `interrupt`, `reject` or `default` changes that for"
          + " this chat"),
  RETRY("runs the last task that failed or was stopped again, keeping what it had done"),
  PAUSE("lets nothing run in this chat until /resume"),
  RESUME("goes on with what was paused or set aside"),
  APPROVE(
      "lets the agent do what it asks permission for, once; with `session`, also the like of it as"
          + " long as this conversation lasts"),
  DENY("refuses what the agent asks permission for; what is written behind it the agent is told"),
  REPLIES("delivers what was held back while nobody fetched it"),
  NEW("begins a new conversation: what was said before is not remembered");

  /** The word behind {@code /queue} that takes back what was chosen. */
  static final String AS_CONFIGURED = "default";

  private final String purpose;

  Command(String purpose) {
    this.purpose = purpose;
  }

  /**
   * The command that {@code text} names: a slash, one of our words, then nothing or white space.
   * Empty for any other text; {@code //} escapes a slash.
   */
  public static Optional<Command> parse(String text) {
    String word = text.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
    for (Command command : values()) {
      if (word.equals(command.word())) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** How it is typed. */
  public String word() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  /** Whether what is written behind it means something. */
  public boolean takesMore() {
    return this == APPROVE || this == DENY || this == QUEUE;
  }

  /** One line of {@code /help}. */
  public String purpose() {
    return purpose;
  }

  /**
   * What the command does to a session.
   *
   * @param said the message that it is
   * @param route where its chat's messages go
   * @param runners all that there are
   */
  public Function<SessionFacts, List<Change>> decision(
      Inbound said, Route route, Set<String> runners, long now) {
    return facts ->
        switch (this) {
          case HELP -> say(Wording.help());
          case STATUS -> say(Wording.status(facts, now));
          case QUEUE -> queue(facts, said, route);
          case STOP -> stop(facts);
          case RETRY -> retry(facts, route, runners);
          case PAUSE -> pause(facts);
          case RESUME -> resume(facts);
          case APPROVE -> Approval.approve(facts, said);
          case DENY -> Approval.deny(facts, said);
          case REPLIES -> replies(facts);
          case NEW -> List.of(new Change.Forget(), new Change.Answer(Wording.forgotten(facts)));
        };
  }

  private static List<Change> stop(SessionFacts facts) {
    if (facts.open().isEmpty()) {
      return say("Nothing is running.");
    }
    TurnFacts first = facts.open().get(0);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Cancel(first.id()));
    boolean freed = first.state() == TurnState.QUARANTINED;
    if (freed) {
      changes.add(new Change.Activate());
    }
    boolean goesOn = freed || facts.state() == SessionState.ACTIVE;
    int behind = goesOn ? facts.open().size() - 1 : 0;
    changes.add(
        new Change.Answer(
            first.state() == TurnState.RUNNING
                ? Wording.stopping(behind)
                : Wording.stopped(behind)));
    return changes;
  }

  private static List<Change> queue(SessionFacts facts, Inbound said, Route route) {
    String[] words = said.text().strip().toLowerCase(Locale.ROOT).split("\\s+", 2);
    if (words.length == 1) {
      return say(Wording.queue(facts, route));
    }
    boolean back = words[1].equals(AS_CONFIGURED);
    Optional<DoubleText> chosen = back ? Optional.empty() : DoubleText.of(words[1]);
    return back || chosen.isPresent()
        ? then(new Change.DoubleTexts(chosen), Wording.fromNowOn(chosen, route))
        : say(Wording.noPolicy());
  }

  private static List<Change> retry(SessionFacts facts, Route route, Set<String> runners) {
    if (facts.open().stream().anyMatch(turn -> turn.state() != TurnState.QUEUED)) {
      // One that is being stopped has not ended yet, and an older one is not what is meant.
      return say("A task is still running or being stopped. /retry when it has ended.");
    }
    return facts
        .ended()
        .map(turn -> then(again(turn, route, runners), Wording.retrying(turn)))
        .orElseGet(() -> say("There is nothing to retry."));
  }

  private static Change again(TurnFacts turn, Route route, Set<String> runners) {
    return runners.contains(turn.runner())
        ? new Change.Retry(turn.id())
        : new Change.Retry(turn.id(), Optional.of(route.runner()));
  }

  private static List<Change> pause(SessionFacts facts) {
    return facts.state() == SessionState.SUSPENDED
        ? say("This chat is paused already. /resume goes on.")
        : then(new Change.Suspend(), Wording.paused(facts));
  }

  private static List<Change> resume(SessionFacts facts) {
    List<Change> changes = new ArrayList<>();
    Optional<Permission> asked = facts.permission().filter(Permission::open);
    for (TurnFacts turn : facts.open()) {
      boolean undecided = turn.state() == TurnState.ASKING && asked.isEmpty();
      if (turn.state() == TurnState.QUARANTINED || undecided) {
        changes.add(new Change.Resume(turn.id()));
      }
    }
    if (facts.state() == SessionState.SUSPENDED) {
      changes.add(new Change.Activate());
    }
    if (changes.isEmpty()) {
      return say(asked.isPresent() ? Wording.howToApprove() : "Nothing is paused or set aside.");
    }
    changes.add(new Change.Answer("Going on."));
    return changes;
  }

  /** The answer goes first, as it is about what follows it. */
  private static List<Change> replies(SessionFacts facts) {
    return facts.held() == 0
        ? say("No replies are held back.")
        : List.of(new Change.Answer(Wording.delivering(facts.held())), new Change.Deliver());
  }

  private static List<Change> then(Change change, String answer) {
    return List.of(change, new Change.Answer(answer));
  }

  private static List<Change> say(String answer) {
    return List.of(new Change.Answer(answer));
  }
}
