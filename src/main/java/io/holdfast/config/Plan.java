package io.holdfast.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What applying a configuration changes, compared with the one in force.
 *
 * @param actions connectors, runners, then settings; each in the order of the file
 */
public record Plan(List<Action> actions) {

  public Plan {
    actions = List.copyOf(actions);
  }

  /** What an action is about. */
  public enum Kind {
    CONNECTOR,
    RUNNER,
    SETTING
  }

  /** What is done about it. */
  public enum Verb {
    ADD("add"),
    REMOVE("remove"),
    /** Its verticle is drained and deployed anew. */
    REDEPLOY("redeploy"),
    /** Nothing changes. */
    LEAVE("leave"),
    /** Takes effect at once, with nothing redeployed. */
    ADJUST("adjust"),
    /** Cannot change while the gateway runs. */
    RESTART("needs a restart:");

    private final String word;

    Verb(String word) {
      this.word = word;
    }
  }

  /**
   * One line of a plan.
   *
   * @param verb what is done
   * @param kind what it is done to
   * @param id the verticle's id, or the setting's top-level key
   * @param details each changed key with its values, such as {@code pace: 1s → 2s}; secrets masked
   */
  public record Action(Verb verb, Kind kind, String id, List<String> details) {

    public Action {
      details = List.copyOf(details);
    }

    /** As people read it: {@code redeploy runner coder: pace: 1s → 2s}. */
    @Override
    public String toString() {
      String subject =
          switch (kind) {
            case CONNECTOR -> "connector " + id;
            case RUNNER -> "runner " + id;
            case SETTING -> id;
          };
      String what = verb.word + " " + subject;
      return details.isEmpty() ? what : what + ": " + String.join(", ", details);
    }
  }

  /** Whether anything is to be done, or waits for a restart. */
  public boolean isEmpty() {
    return actions.stream().allMatch(action -> action.verb() == Verb.LEAVE);
  }

  /** One line: what is done, then what is left alone. */
  @Override
  public String toString() {
    return actions.stream().map(Action::toString).collect(Collectors.joining("; "));
  }
}
