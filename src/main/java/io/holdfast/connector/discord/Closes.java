package io.holdfast.connector.discord;

import io.holdfast.link.End;
import java.util.Set;

/** What Discord means by closing the gateway's socket, by its documentation. */
final class Closes {

  /** Ends a socket and keeps its session; 1000 and 1001 would end that, too. */
  static final int KEEPING_THE_SESSION = 4000;

  /** Not authenticated, an invalid sequence, a session that timed out. */
  private static final Set<Integer> FORGOTTEN = Set.of(4003, 4007, 4009);

  /** A wrong token, shard, version, or intents that are wrong or not granted. */
  private static final Set<Integer> HOPELESS = Set.of(4004, 4010, 4011, 4012, 4013, 4014);

  private Closes() {}

  /**
   * The meaning.
   *
   * @param code 0 where the socket broke
   */
  static End of(int code) {
    if (HOPELESS.contains(code)) {
      return End.HOPELESS;
    }
    return FORGOTTEN.contains(code) ? End.FORGOTTEN : End.BROKEN;
  }
}
