package io.holdfast.connector.websocket;

/** Why the gateway ends a connection, as the protocol numbers it. */
enum CloseCode {
  GOING_AWAY(1001, "shutdown"),
  RESTARTING(1012, "restart"),
  NOT_READING(1013, "not-reading"),
  MALFORMED(4400, "malformed"),
  NOT_AUTHORISED(4401, "not-authorised"),
  NOT_ALLOWED(4403, "not-allowed"),
  TIMEOUT(4408, "timeout"),
  OUT_OF_PLACE(4409, "hello-out-of-place"),
  TOO_LARGE(4413, "too-large"),
  TOO_FAST(4429, "too-fast");

  private final short number;
  private final String word;

  CloseCode(int number, String word) {
    this.number = (short) number;
    this.word = word;
  }

  /** The code of the Close frame. */
  short number() {
    return number;
  }

  /** The code of the {@code error} frame before it, and the reason of the Close frame. */
  String word() {
    return word;
  }
}
