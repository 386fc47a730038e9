package io.holdfast.lab.history;

import java.util.List;
import java.util.Map;

/** One thing that was seen from outside. What is an empty string is not known. */
public sealed interface Event {

  // ── what a client did and saw ────────────────────────────────────────────────────────────────

  /**
   * A client wrote a message for the first time. {@code text} is a task, an answer or a command.
   */
  record Said(String chat, String id, String text) implements Event {}

  /**
   * Somebody changes what was said, or takes it back, which nothing has taken: from now on it may
   * be so.
   *
   * @param text what it is to say; empty where it is taken back
   */
  record Revising(String id, String text) implements Event {}

  /** That was made: it is so. */
  record Revised(String id, String text) implements Event {}

  /** A client read that its message is accepted. */
  record Accepted(String chat, String id, String turn, boolean duplicate) implements Event {}

  /** A client read that its message is refused for good. */
  record Rejected(String chat, String id, String code) implements Event {}

  /** A client, following the protocol, showed a delivery that it had not shown before. */
  record Shown(
      String chat,
      String delivery,
      String kind,
      String notice,
      String turn,
      List<String> inReplyTo,
      int part,
      int parts,
      String text)
      implements Event {}

  /** A client got a delivery again that it had shown, and did not show it. */
  record Repeated(String chat, String delivery) implements Event {}

  /**
   * A client read that a turn has come to a state: running, resumed, done, …
   *
   * @param inReplyTo the messages that it took, the one it began with first; empty if not known
   */
  record Turned(
      String chat, String turn, String state, int attempt, String reason, List<String> inReplyTo)
      implements Event {

    /** Of a turn of which it is not known what it took. */
    public Turned(String chat, String turn, String state, int attempt, String reason) {
      this(chat, turn, state, attempt, reason, List.of());
    }
  }

  // ── what is to be seen on a platform that has to be sent to ──────────────────────────────────

  /** A message of a person there is accepted: its connector has confirmed it. */
  record Written(String chat, String id, Copies copies) implements Event {}

  /** A message of the gateway came to be seen there, under the key that it was sent with. */
  record Posted(String chat, String key, List<String> inReplyTo, String text) implements Event {}

  /** A message of the gateway was lost on its way there, and the gateway was not told. */
  record Lost(String chat, String key, List<String> inReplyTo) implements Event {}

  /** How often a message is to be seen on a platform that loses answers. */
  enum Copies {
    ONE,
    AT_MOST_ONE,
    AT_LEAST_ONE
  }

  // ── what the ledger saw ──────────────────────────────────────────────────────────────────────

  /**
   * A step's effect happened, in the world outside of the gateway.
   *
   * @param message what its turn began with
   */
  record Effect(String chat, String turn, String step, int attempt, String message)
      implements Event {

    /** Of a turn of which it is not known what it began with. */
    public Effect(String chat, String turn, String step, int attempt) {
      this(chat, turn, step, attempt, "");
    }
  }

  // ── what was done to the gateway ─────────────────────────────────────────────────────────────

  /** A process, or what stands for one, has begun to be ready. */
  record Ready(int life) implements Event {}

  /**
   * It ended.
   *
   * @param how killed: SIGKILL or what stands for it; clean: it ended by itself in time; late: its
   *     watchdog ended it
   * @param stop the reason of the stop that was in progress, empty where there was none
   * @param markers what its database had afterwards, turn to reason
   */
  record Ended(int life, How how, String stop, Map<String, String> markers) implements Event {}

  /** How a life ended. */
  enum How {
    KILLED,
    CLEAN,
    LATE
  }

  /** Whoever operates it has had it take another configuration. */
  record Redeployed() implements Event {}

  /** All that was said is answered and every answer is acked, durably. */
  record Quiet() implements Event {}

  /**
   * While all was quiet, a life that was ready had timers.
   *
   * @param once how many that fire once, but for what is so from its start on
   * @param periodic how many that fire until they are cancelled
   * @param senders how many of its connectors have to send
   */
  record Idle(int life, int once, int periodic, int senders) implements Event {

    /** Of one whose clients fetch what it says. */
    public Idle(int life, int once, int periodic) {
      this(life, once, periodic, 0);
    }
  }

  /** A point was reached and something was done there, e.g. {@code store.claim.after} halt. */
  record Struck(String point, String action) implements Event {}

  // ── what was left ────────────────────────────────────────────────────────────────────────────

  /**
   * After quiet, when nothing more was to come: what is left over, by what it is, e.g. markers,
   * running, pending, processes, timers; only what is not 0 counts.
   */
  record Left(Map<String, Integer> over) implements Event {}
}
