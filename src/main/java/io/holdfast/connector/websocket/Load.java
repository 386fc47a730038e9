package io.holdfast.connector.websocket;

/**
 * How much work of one client is under way. A client that asks for more than is done, or does not
 * read the answers, is not read: it cannot fill the store's queue or our memory.
 */
final class Load {

  private static final int MOST = 512;
  private static final int BYTES_PER_UNIT = 1024;

  /** What a look into the store weighs. */
  static final int LOOK = 64;

  /** And what a file does, which may have some MiB. */
  static final int FILE = 256;

  private final Socket socket;
  private int underWay;
  private boolean paused;

  Load(Socket socket) {
    this.socket = socket;
  }

  /** What a frame of so many bytes weighs. */
  static int of(int bytes) {
    return 1 + bytes / BYTES_PER_UNIT;
  }

  void begin(int weight) {
    underWay += weight;
    weigh();
  }

  void end(int weight) {
    underWay -= weight;
    weigh();
  }

  /** Reads the client, or does not, as things stand now. */
  void weigh() {
    boolean much = underWay >= MOST || !socket.takes();
    boolean little = underWay <= MOST / 2 && socket.takes();
    if (!paused && much) {
      paused = true;
      socket.pause();
    } else if (paused && little) {
      paused = false;
      socket.resume();
    }
  }

  /** Whether the client is not read now. */
  boolean paused() {
    return paused;
  }
}
