package io.holdfast.connector.discord;

import io.holdfast.connector.SendFailure;
import io.vertx.core.json.JsonObject;

/** The REST API has answered, and not with what was asked for. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int UNAUTHORIZED = 401;
  private static final int SERVER = 500;

  private final int status;
  private final String why;

  ApiFailure(int status, JsonObject body) {
    this(
        status, status + " " + Json.text(body, "message") + " (" + Json.number(body, "code") + ")");
  }

  private ApiFailure(int status, String why) {
    super(why, null, false, false);
    this.status = status;
    this.why = why;
  }

  /** Whether asking again may help. */
  boolean passing() {
    return status >= SERVER || status == UNAUTHORIZED;
  }

  /** What that means for a message that was to be sent. */
  SendFailure ofSend() {
    if (status >= SERVER) {
      return new SendFailure.Unknown(why);
    }
    // The token is wrong, not the message.
    return status == UNAUTHORIZED ? new SendFailure.NotSent(why) : new SendFailure.Refused(why);
  }
}
