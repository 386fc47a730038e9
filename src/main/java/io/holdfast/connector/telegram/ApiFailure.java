package io.holdfast.connector.telegram;

import io.holdfast.connector.SendFailure;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Bot API has answered, and not with what was asked for. */
final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Where it says to wait and not how long. */
  private static final long SOME_TIME = 5_000;

  private static final int BAD = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final int code;
  private final long retryAfter;
  private final String migratedTo;
  private final String said;

  private ApiFailure(int code, JsonObject parameters, String description) {
    super(code + " " + description, null, false, false);
    this.said = code + " " + description;
    this.code = code;
    this.retryAfter = millis(parameters.getValue("retry_after"));
    this.migratedTo = String.valueOf(parameters.getValue("migrate_to_chat_id", ""));
  }

  /** What an answer says that is no success. */
  static ApiFailure of(int status, JsonObject body) {
    boolean tells = body.getValue("error_code") instanceof Number;
    int code = tells ? body.getInteger("error_code") : status;
    JsonObject parameters =
        body.getValue("parameters") instanceof JsonObject all ? all : new JsonObject();
    return new ApiFailure(code, parameters, String.valueOf(body.getValue("description", "")));
  }

  /** Whole seconds by its documentation; never less than it says, whatever it says. */
  private static long millis(@Nullable Object seconds) {
    try {
      BigDecimal told = new BigDecimal(String.valueOf(seconds));
      return Math.max(0, told.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return SOME_TIME;
    }
  }

  /** Whether another program polls with this token, or a webhook is set for it. */
  boolean conflict() {
    return code == CONFLICT;
  }

  /** Whether it could not make out the elements of a text; it may take the text without them. */
  boolean unread() {
    return code == BAD
        && Stream.of("can't parse entities", "is too long", "is empty", "must be non-empty")
            .anyMatch(said::contains);
  }

  /** Whether a message says already what it was to say. */
  boolean unchanged() {
    return code == BAD && said.contains("message is not modified");
  }

  /** The id of the supergroup that the group has become; nothing was done in the group. */
  Optional<String> migratedTo() {
    return Optional.of(migratedTo).filter(id -> code == BAD && !id.isEmpty());
  }

  /** What that means for a message that was to be sent, or changed. */
  SendFailure ofSend() {
    if (code == TOO_MANY) {
      return new SendFailure.Wait(retryAfter, false, said);
    }
    if (code >= SERVER) {
      return new SendFailure.Unknown(said);
    }
    if (migratedTo().isPresent() || (code == BAD && said.contains("message to edit not found"))) {
      return new SendFailure.Gone(said);
    }
    // The token is part of the path: what is not found is the bot. The message is none the worse.
    return code == UNAUTHORIZED || code == NOT_FOUND
        ? new SendFailure.NotSent(said)
        : new SendFailure.Refused(said);
  }

  /** How long to wait before asking again; 0 where it does not say. */
  long pause() {
    return code == TOO_MANY ? retryAfter : 0;
  }
}
