package io.holdfast.connector.discord;

import io.holdfast.connector.SendFailure;
import io.vertx.core.json.JsonObject;

/** The REST API has answered, and not with what was asked for. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int UNAUTHORIZED = 401;
  private static final int SERVER = 500;

  /** Discord's own code where there is no such message. */
  private static final int UNKNOWN_MESSAGE = 10008;

  private final int status;
  private final int code;
  private final String why;

  ApiFailure(int status, JsonObject body) {
    this(status, Json.number(body, "code"), status + " " + Json.text(body, "message"));
  }

  private ApiFailure(int status, int code, String what) {
    super(what + " (" + code + ")", null, false, false);
    this.status = status;
    this.code = code;
    this.why = what + " (" + code + ")";
  }

  /** Whether asking again may help. */
  boolean passing() {
    return status >= SERVER || status == UNAUTHORIZED;
  }

  /** What that means for a message that was to be sent, or changed. */
  SendFailure ofSend() {
    if (status >= SERVER) {
      return new SendFailure.Unknown(why);
    }
    if (code == UNKNOWN_MESSAGE) {
      return new SendFailure.Gone(why);
    }
    // The token is wrong, not the message.
    return status == UNAUTHORIZED ? new SendFailure.NotSent(why) : new SendFailure.Refused(why);
  }
}
