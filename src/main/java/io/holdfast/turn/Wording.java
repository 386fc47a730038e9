package io.holdfast.turn;

import io.holdfast.model.Decision;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Route;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionFacts.TurnFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the gateway says in a chat about turns and commands, in plain sentences. */
public final class Wording {

  private static final int LISTED = 10;

  private Wording() {}

  /** For a message that was accepted while nothing of its session may run. */
  public static String held() {
    return "Your message is kept, but this chat is waiting for you:"
        + " /resume goes on, /stop drops the task in front, /status tells more.";
  }

  /** For a chat whose replies nobody has fetched for long. */
  public static String held(int replies) {
    return (replies == 1 ? "1 reply is" : replies + " replies are")
        + " held back, as nobody was here for long: /replies delivers "
        + (replies == 1 ? "it." : "them.");
  }

  /** For somebody who may not speak here. */
  public static String notAllowed() {
    return "I may not answer here. Whoever runs me can allow it.";
  }

  /** For somebody whom the operator may let in. */
  public static String pairing(String code) {
    return "I do not know you. Give my operator this code: " + code + "; it is good for one hour.";
  }

  /** For somebody who asks for that while many others do. */
  public static String tooManyStrangers() {
    return "I do not know you, and too many have asked me to get to know them. Please write again in"
        + " an hour.";
  }

  /** For somebody whom the operator has let in. */
  public static String paired() {
    return "You may write to me now.";
  }

  /** For a turn that is not to begin, or to go on. */
  public static String turnedAway() {
    return "This is not done: whoever asked for it may not speak to me any more.";
  }

  /** For somebody whose message was not taken. */
  public static String tooFast() {
    return "That was too fast, and is not taken. Please wait a moment, and say it again.";
  }

  /** Behind the beginning of a text that is too long for messages. */
  public static String inFile() {
    return "\n\n(The whole of it is in the file below.)";
  }

  /** Behind a text whose files its platform, or its connector, does not take. */
  public static String filesLeft(int files) {
    return "\n(" + (files == 1 ? "1 file is" : files + " files are") + " not shown here.)";
  }

  /** Why a message is not taken for which the routes have no runner. */
  public static String nobodyAnswers() {
    return "no agent answers in this chat";
  }

  /** In place of a file that its platform has refused. */
  public static String fileNotTaken(String name) {
    return "(" + name + " is not taken here.)";
  }

  /** In front of what may be there already. */
  public static String again() {
    return "(Sent again, as it may not have arrived.)\n";
  }

  /** For a turn that outlived its deadline. */
  public static String timedOut(Duration timeout) {
    return "The task took longer than the "
        + span(timeout.toMillis())
        + " it may take and was ended.";
  }

  /** For a turn whose agent broke in a way that it did not explain. */
  public static String broken() {
    return "The agent broke down while it worked on this. /retry tries again.";
  }

  /** For a step of which nobody knows whether it happened. */
  public static String unknownStep(String label) {
    return "I was interrupted during \""
        + label
        + "\" and cannot tell whether it was done. Answer \"again\" to do it (again);"
        + " any other answer goes on without it.";
  }

  /** For a turn that has asked for permission in vain. */
  public static String undecided() {
    return "Nobody has decided in time, so it is not permitted. The task goes on without it.";
  }

  /** Below what a turn asks permission for. */
  static String howToDecide(Duration patience) {
    return "`/approve` or a plain yes permits it this once, `/approve session` also the like of it in"
        + " this conversation, `/deny` or a plain no refuses it. Anything else refuses it, too, and"
        + " is told to the agent. After "
        + span(patience.toMillis())
        + " it is refused.";
  }

  static String howToApprove() {
    return "`/approve` permits what is asked this once, `/approve session` also the like of it in this"
        + " conversation, `/deny` refuses it. What is to be permitted always, the operator says in"
        + " the configuration.";
  }

  static String decided(Decision.Kind kind) {
    return switch (kind) {
      case ONCE -> "Permitted, this once.";
      case SESSION -> "Permitted, as long as this conversation lasts.";
      default -> "Refused.";
    };
  }

  static String help() {
    StringBuilder help = new StringBuilder();
    for (Command command : Command.values()) {
      help.append("- `").append(command.word()).append("` ").append(command.purpose()).append('\n');
    }
    return help.append("\nA message that begins with `//` is sent with one slash.").toString();
  }

  static String status(SessionFacts facts, long now) {
    StringBuilder status = new StringBuilder();
    facts.open().stream()
        .filter(turn -> turn.state() != TurnState.QUEUED)
        .forEach(turn -> status.append(describe(turn, now)).append('\n'));
    long queued = facts.open().stream().filter(t -> t.state() == TurnState.QUEUED).count();
    if (status.isEmpty()) {
      status.append("Nothing is running.\n");
    }
    if (queued > 0) {
      status.append(messages(queued)).append(queued == 1 ? " waits.\n" : " wait.\n");
    }
    if (facts.state() == SessionState.SUSPENDED) {
      status.append("This chat is paused: /resume goes on.\n");
    }
    if (facts.held() > 0) {
      status.append(held(facts.held())).append('\n');
    }
    return status.toString().strip();
  }

  private static String describe(TurnFacts turn, long now) {
    String steps = turn.steps() == 0 ? "" : ", " + turn.steps() + " steps done";
    String since = " for " + span(now - turn.since());
    return switch (turn.state()) {
      case RUNNING -> "Running" + since + steps + ": " + turn.text();
      case INTERRUPTED -> "Interrupted, goes on soon" + steps + ": " + turn.text();
      case ASKING -> "Waiting for your answer" + since + ": " + turn.text();
      case QUARANTINED -> "Set aside" + since + ", /resume tries again: " + turn.text();
      default -> turn.state().wire() + ": " + turn.text();
    };
  }

  static String delivering(int replies) {
    return replies == 1
        ? "Here is the reply that was held back."
        : "Here are the " + replies + " replies that were held back.";
  }

  static String queue(SessionFacts facts, Route route) {
    DoubleText policy = facts.doubleText().orElse(route.doubleText());
    return waiting(facts)
        + "\n\nA message that comes while a task runs "
        + becomes(policy)
        + (facts.doubleText().isPresent() ? "; this was chosen here. " : ". ")
        + choices();
  }

  /** What becomes of messages has changed. */
  static String fromNowOn(Optional<DoubleText> chosen, Route route) {
    String what = becomes(chosen.orElse(route.doubleText()));
    return "From now on a message that comes while a task runs " + what + ".";
  }

  static String noPolicy() {
    return "There is no such way. " + choices();
  }

  private static String becomes(DoubleText policy) {
    return switch (policy) {
      case ENQUEUE -> "waits its turn";
      case COLLECT -> "joins those that wait, and they are answered together";
      case STEER -> "is given to the agent while it works, if the agent can take it";
      case INTERRUPT -> "ends that task and is answered next";
      case REJECT -> "is refused";
    };
  }

  private static String choices() {
    String words =
        Arrays.stream(DoubleText.values())
            .map(policy -> "`" + policy.word() + "`")
            .collect(Collectors.joining(", "));
    return "`/queue` with one of "
        + words
        + " changes that for this chat, with `"
        + Command.AS_CONFIGURED
        + "` it is as the operator has configured it.";
  }

  private static String waiting(SessionFacts facts) {
    List<TurnFacts> queued =
        facts.open().stream().filter(turn -> turn.state() == TurnState.QUEUED).toList();
    if (queued.isEmpty()) {
      return "Nothing waits.";
    }
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < Math.min(LISTED, queued.size()); i++) {
      list.append(i + 1).append(". ").append(queued.get(i).text()).append('\n');
    }
    if (queued.size() > LISTED) {
      list.append("and ").append(queued.size() - LISTED).append(" more");
    }
    return list.toString().strip();
  }

  static String stopped(int behind) {
    return behind == 0 ? "Stopped." : "Stopped. " + messages(behind) + " behind it will run now.";
  }

  /** It has not ended yet; that it has is said by whoever ends it. */
  static String stopping(int behind) {
    return behind == 0
        ? "Stopping."
        : "Stopping. " + messages(behind) + " behind it will run next.";
  }

  static String retrying(TurnFacts turn) {
    return turn.steps() == 0
        ? "Trying again."
        : "Trying again, keeping the " + turn.steps() + " steps that were done.";
  }

  static String paused(SessionFacts facts) {
    boolean running = facts.open().stream().anyMatch(t -> t.state() == TurnState.RUNNING);
    return running
        ? "Paused: the task stops after its current step. /resume goes on."
        : "Paused. /resume goes on.";
  }

  static String forgotten(SessionFacts facts) {
    return facts.open().isEmpty()
        ? "A new conversation begins."
        : "A new conversation begins; what was asked before this still runs.";
  }

  private static String messages(long count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private static String span(long millis) {
    Duration span = Duration.ofMillis(Math.max(0, millis));
    if (span.toMinutes() < 2) {
      return span.toSeconds() + " s";
    }
    return span.toHours() < 2 ? span.toMinutes() + " min" : span.toHours() + " h";
  }
}
