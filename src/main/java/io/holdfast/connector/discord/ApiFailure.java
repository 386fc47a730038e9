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
  private final boolean own;
  private final int code;
  private final String why;

  /**
   * @param body what it says; where that is nothing of Discord's, it was something before it that
   *     answered
   */
  ApiFailure(int status, JsonObject body) {
    super(what(status, body), null, false, false);
    this.status = status;
    this.own = body.containsKey("code") || body.containsKey("message");
    this.code = Json.number(body, "code");
    this.why = what(status, body);
  }

  private static String what(int status, JsonObject body) {
    return status + " " + Json.text(body, "message") + " (" + Json.number(body, "code") + ")";
  }

  /** Whether asking again may help. */
  boolean passing() {
    return status >= SERVER || notHeard();
  }

  /** The token is wrong, or Discord was not asked: nothing is said of what was wanted. */
  private boolean notHeard() {
    return status == UNAUTHORIZED || !own;
  }

  /** What that means for a message that was to be sent, or changed. */
  SendFailure ofSend() {
    if (status >= SERVER) {
      return new SendFailure.Unknown(why);
    }
    if (code == UNKNOWN_MESSAGE) {
      return new SendFailure.Gone(why);
    }
    return notHeard() ? new SendFailure.NotSent(why) : new SendFailure.Refused(why);
  }
}
