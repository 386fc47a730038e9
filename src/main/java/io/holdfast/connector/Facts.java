package io.holdfast.connector;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a platform allows, as data: the policy of the runtime follows from it, and so does the
 * published table of guarantees.
 *
 * @param platform its name, as people write it
 * @param acknowledgement how it learns that what it said is stored here
 * @param resumption for how long after a cut it still says what was said meanwhile
 * @param credential the setting with the credential that only one process may use at a time, as a
 *     bot's token; empty where any number may. The verticle of such a one is deployed while this
 *     node holds the lease of the credential, and has two seconds to close its link in its {@code
 *     stop} before another node may open one
 * @param operations what can be done in a chat there, each with how exact that is
 * @param text what one message of it may hold
 * @param budget how fast it may be written to
 * @param features what else there is
 */
public record Facts(
    String platform,
    Acknowledgement acknowledgement,
    Window resumption,
    Optional<String> credential,
    Map<Operation, Sending> operations,
    Text text,
    Budget budget,
    Set<Feature> features) {

  /** How a platform learns that what it said is stored, so that it need not say it again. */
  public enum Acknowledgement {
    /** Each message by itself. */
    EACH,
    /** All up to a place, with the next question for more. */
    PLACE,
    /** Never; what is lost on the way is lost, unless the history has it. */
    NONE
  }

  /** What can be done in a chat. */
  public enum Operation {
    /** A new message. */
    SEND,
    /** Another text for a message that is there. */
    EDIT,
    /** A file. */
    ATTACH
  }

  /**
   * How exact an operation is.
   *
   * @param key for how long after the first try the platform makes one of all that have the same
   *     key
   * @param findable whether it can be asked afterwards if it has what was sent under a key
   */
  public record Sending(Window key, boolean findable) {

    /**
     * Whether its attempt is committed before it is made: after a crash something is to be done.
     */
    public boolean attempted() {
      return !key.equals(Window.FOR_EVER);
    }
  }

  /** What a platform may have, and the connector use. */
  public enum Feature {
    /** Chats have threads, or topics. */
    THREADS,
    /** It is shown that an answer is being written. */
    TYPING,
    /** Answers are offered to be pressed. */
    BUTTONS,
    /** It tells that somebody has changed what he said. */
    EDITS,
    /** It tells that somebody has taken back what he said. */
    DELETIONS
  }

  /** How a text is written there. */
  public enum Markup {
    PLAIN,
    MARKDOWN
  }

  /**
   * What a message may hold.
   *
   * @param limit how many UTF-16 code units its text may have
   */
  public record Text(int limit, Markup markup) {}

  public Facts {
    operations = Map.copyOf(operations);
    features = Set.copyOf(features);
    boolean attempted = operations.values().stream().anyMatch(Sending::attempted);
    if (attempted && credential.isEmpty()) {
      throw new IllegalArgumentException(
          platform + ": two processes must not send what cannot be sent twice");
    }
  }

  /** Whether it has that. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /**
   * Those of a platform that takes plain messages and nothing else, as fast as it goes.
   *
   * @param credential the setting that only one process may use at a time
   * @param key for how long it makes one message of all that are sent under the same key
   * @param limit how many UTF-16 code units a message may have
   */
  public static Facts of(
      String platform,
      String credential,
      Acknowledgement acknowledgement,
      Window resumption,
      Window key,
      int limit) {
    return new Facts(
        platform,
        acknowledgement,
        resumption,
        Optional.of(credential),
        Map.of(Operation.SEND, new Sending(key, false)),
        new Text(limit, Markup.PLAIN),
        Budget.FREE,
        Set.of());
  }

  /** How exact an operation is; empty where the platform, or the connector, has none. */
  public Optional<Sending> of(Operation operation) {
    return Optional.ofNullable(operations.get(operation));
  }
}
