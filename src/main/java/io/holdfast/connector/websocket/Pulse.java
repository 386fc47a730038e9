package io.holdfast.connector.websocket;

import java.time.Duration;

/**
 * The times of one connection, counted in ticks of the one timer that all connections share: a
 * timer each would cost more than an idle connection does otherwise.
 */
final class Pulse {

  private static final Duration SHORTEST_TICK = Duration.ofMillis(20);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
  private static final int TICKS_PER_TIME = 10;

  /** How long a client may take no byte while the most is unsent. */
  private static final Duration STALL = Duration.ofSeconds(5);

  /** How long a closed connection may take to go: its Close waits behind what it did not read. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private static final int UNANSWERED = 2;

  /** What is to be done at a tick. */
  enum Beat {
    NOTHING,
    PING,
    HELLO_LATE,
    PONG_LATE,
    NOT_READING,
    CUT
  }

  /**
   * The times in ticks.
   *
   * @param tick how long one is
   */
  record Rhythm(Duration tick, int hello, int heartbeat, int stall, int linger) {

    static Rhythm of(WebSocketSettings settings) {
      Duration shortest =
          settings.heartbeat().compareTo(settings.helloTimeout()) < 0
              ? settings.heartbeat()
              : settings.helloTimeout();
      Duration tick = clamp(shortest.dividedBy(TICKS_PER_TIME));
      return new Rhythm(
          tick,
          ticks(settings.helloTimeout(), tick),
          ticks(settings.heartbeat(), tick),
          ticks(STALL, tick),
          ticks(LINGER, tick));
    }

    private static Duration clamp(Duration wanted) {
      if (wanted.compareTo(SHORTEST_TICK) < 0) {
        return SHORTEST_TICK;
      }
      return wanted.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : wanted;
    }

    private static int ticks(Duration time, Duration tick) {
      return (int) Math.max(1, (time.toMillis() + tick.toMillis() - 1) / tick.toMillis());
    }
  }

  private final Rhythm rhythm;
  private int ticks;
  private int unanswered;
  private int stalled;
  private long unsentBefore;

  Pulse(Rhythm rhythm) {
    this.rhythm = rhythm;
  }

  /** The state of the connection changed; its times begin anew. */
  void restart() {
    ticks = 0;
    unanswered = 0;
  }

  /** The client answered a ping. */
  void pong() {
    unanswered = 0;
  }

  /**
   * One tick.
   *
   * @param listening whether frames of the client are read now; else its pong may just be unread
   * @param unsent how many bytes wait for the client
   * @param full whether that is the most there may be
   */
  Beat tick(Connection.State state, boolean listening, long unsent, boolean full) {
    ticks++;
    return switch (state) {
      case AWAITING_HELLO -> ticks >= rhythm.hello() ? Beat.HELLO_LATE : Beat.NOTHING;
      case OPEN -> stalls(unsent, full) ? Beat.NOT_READING : heartbeat(listening);
      case LEAVING -> Beat.NOTHING;
      case CLOSING -> ticks >= rhythm.linger() ? Beat.CUT : Beat.NOTHING;
    };
  }

  private boolean stalls(long unsent, boolean full) {
    stalled = full && unsent >= unsentBefore ? stalled + 1 : 0;
    unsentBefore = unsent;
    return stalled > rhythm.stall();
  }

  private Beat heartbeat(boolean listening) {
    if (ticks % rhythm.heartbeat() != 0 || !listening) {
      return Beat.NOTHING;
    }
    if (unanswered >= UNANSWERED) {
      return Beat.PONG_LATE;
    }
    unanswered++;
    return Beat.PING;
  }
}
