package io.holdfast.link;

/**
 * Whether the other side is alive: a beat in each interval, and an answer within a deadline. That
 * the socket takes what is written proves nothing. Times are of a clock that nobody sets, in
 * milliseconds.
 *
 * @param interval from one beat to the next
 * @param patience how long an answer may take
 * @param due when the next beat is
 * @param asked when the first beat that is not answered went out; below 0 when all are
 */
record Pulse(long interval, long patience, long due, long asked) {

  private static final long ANSWERED = -1;

  /** What is to be done now. */
  enum Beat {
    WAIT,
    ASK,
    DEAD
  }

  /**
   * A pulse that begins now.
   *
   * @param chance how far into the first interval its first beat is, from 0 to 1
   */
  static Pulse begun(long interval, long patience, double chance, long now) {
    return new Pulse(
        interval, Math.min(patience, interval), now + Math.round(interval * chance), ANSWERED);
  }

  Beat at(long now) {
    if (asked >= 0 && now - asked >= patience) {
      return Beat.DEAD;
    }
    return now >= due ? Beat.ASK : Beat.WAIT;
  }

  Pulse sent(long now) {
    return new Pulse(interval, patience, now + interval, asked < 0 ? now : asked);
  }

  Pulse answered() {
    return new Pulse(interval, patience, due, ANSWERED);
  }

  /** Nothing was read for a while: what was asked may be answered in what is read next. */
  Pulse excused(long now) {
    return new Pulse(interval, patience, due, asked < 0 ? asked : now);
  }

  /** In how many milliseconds to look again. */
  long next(long now) {
    long next = asked < 0 ? due : Math.min(due, asked + patience);
    return Math.max(1, next - now);
  }
}
