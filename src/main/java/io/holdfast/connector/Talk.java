package io.holdfast.connector;

import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Live;
import java.util.List;

/**
 * What one attempt at a turn has said, as far as its draft may show it. A piece that is lost on the
 * way leaves no hole: nothing is added any more. Confined to one event loop.
 */
final class Talk {

  /** Beyond what fits into a draft, where it is cut depends on no more than a link's length. */
  private static final int BEYOND = 3_000;

  private final Address address;
  private final AttemptId attempt;
  private final List<String> inReplyTo;
  private final int limit;
  private final StringBuilder text = new StringBuilder();
  private int next;
  private String shown = "";
  private boolean waiting;
  private boolean unsent;

  /**
   * One that has said nothing yet.
   *
   * @param limit how many UTF-16 code units a draft may have
   */
  Talk(Live.TurnChanged begun, int limit) {
    this.address = begun.address();
    this.attempt = begun.attempt();
    this.inReplyTo = begun.inReplyTo();
    this.limit = limit;
  }

  Address address() {
    return address;
  }

  AttemptId attempt() {
    return attempt;
  }

  List<String> inReplyTo() {
    return inReplyTo;
  }

  /** Whether it has said more with this. */
  boolean hears(Live.Delta delta) {
    if (!delta.attempt().equals(attempt) || delta.seq() != next || text.length() > limit + BEYOND) {
      return false;
    }
    next++;
    text.append(delta.text());
    return true;
  }

  String text() {
    return text.toString();
  }

  /** What its draft says, as far as this process knows. */
  String shown() {
    return shown;
  }

  void shows(String said) {
    shown = said;
  }

  /** Whether somebody is to come and show more of it. */
  boolean isWaiting() {
    return waiting;
  }

  void waits(boolean forSomebody) {
    waiting = forSomebody;
  }

  /** Whether its draft is committed, and was not sent by this process, for certain. */
  boolean isUnsent() {
    return unsent;
  }

  void unsent(boolean certainly) {
    unsent = certainly;
  }
}
