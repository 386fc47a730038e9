package io.holdfast.lab.process;

/** Where a client finds a gateway. */
public interface Door {

  /** The port to connect to now; asked at each try. */
  int port();

  /**
   * For how many milliseconds a client stays away that was told to go.
   *
   * @param asked what the gateway asks for
   */
  long away(long asked);

  /** That of a gateway which is alone: as soon as it is back, so is its client. */
  static Door of(int port) {
    return new Door() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public long away(long asked) {
        return 0;
      }
    };
  }
}
