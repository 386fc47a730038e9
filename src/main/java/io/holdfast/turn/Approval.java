package io.holdfast.turn;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Change;
import io.holdfast.model.Decision;
import io.holdfast.model.Inbound;
import io.holdfast.model.Option;
import io.holdfast.model.Permission;
import io.holdfast.model.Question;
import io.holdfast.model.SessionFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How permission is asked in a chat, and what {@code /approve} and {@code /deny} decide. Both may
 * name the question that they are about by its code, as buttons do: one that was pressed a moment
 * too late must not decide what is asked next.
 */
public final class Approval {

  private static final int MODE = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final Pattern TYPED =
      Pattern.compile("\\S+\\s*(once|session)?\\s*([0-9a-f]{4}-[0-9]+(?!\\S))?(.*)", MODE);

  /**
   * What was typed behind the command.
   *
   * @param scope for how long it is to be permitted; empty where that is not said
   * @param code of the question that is meant; empty for the one that is open
   * @param rest what else was typed
   */
  private record Typed(String scope, String code, String rest) {

    static Typed of(String text) {
      Matcher typed = TYPED.matcher(text.strip());
      return typed.matches()
          ? new Typed(group(typed, 1), group(typed, 2), group(typed, 3))
          : new Typed("", "", "");
    }

    private static String group(Matcher typed, int group) {
      String found = typed.group(group);
      return found == null ? "" : found.strip();
    }
  }

  private Approval() {}

  /**
   * The question whether something may be done, with how to answer it.
   *
   * @param label what its step is called
   * @param what is asked for
   * @param patience after which it is refused
   */
  public static Question question(
      AttemptId attempt, String label, String what, Question.Terms terms, Duration patience) {
    String code = " " + Permission.code(attempt);
    List<Option> options =
        List.of(
            new Option("Approve", "/approve once" + code),
            new Option("Approve for this conversation", "/approve session" + code),
            new Option("Deny", "/deny" + code));
    return new Question(label, what + "\n\n" + Wording.howToDecide(patience), options, terms);
  }

  static List<Change> approve(SessionFacts facts, Inbound said) {
    Typed typed = Typed.of(said.text());
    if (!typed.rest().isEmpty()) {
      return List.of(new Change.Answer(Wording.howToApprove()));
    }
    Decision.Kind kind =
        typed.scope().equalsIgnoreCase("session") ? Decision.Kind.SESSION : Decision.Kind.ONCE;
    return decide(facts, said, typed, Decision.of(kind));
  }

  static List<Change> deny(SessionFacts facts, Inbound said) {
    Typed typed = Typed.of(said.text());
    return decide(
        facts,
        said,
        typed,
        new Decision(Decision.Kind.DENIED, (typed.scope() + " " + typed.rest()).strip()));
  }

  private static List<Change> decide(
      SessionFacts facts, Inbound said, Typed typed, Decision decision) {
    Optional<String> obstacle = obstacle(facts.permission(), said, typed);
    if (obstacle.isPresent()) {
      return List.of(new Change.Answer(obstacle.get()));
    }
    String turn = facts.permission().orElseThrow().turn();
    return List.of(
        new Change.Decide(turn, decision), new Change.Answer(Wording.decided(decision.kind())));
  }

  private static Optional<String> obstacle(Optional<Permission> asked, Inbound said, Typed typed) {
    if (asked.isEmpty()) {
      return Optional.of("Nothing asks for permission now.");
    }
    Permission permission = asked.get();
    boolean another = !typed.code().isEmpty() && !typed.code().equals(permission.code());
    if (another || !permission.open()) {
      return Optional.of(Permission.tooLate(another ? "" : permission.decided()));
    }
    if (!permission.mayDecide(said.sender())) {
      return Optional.of(permission.notYours());
    }
    return permission.sudden() && typed.code().isEmpty()
        ? Optional.of(Permission.readFirst())
        : Optional.empty();
  }
}
