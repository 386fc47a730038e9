package io.holdfast.cli.admin;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What a gateway answered.
 *
 * @param status of the response
 * @param text its body
 */
public record Answer(int status, String text) {

  /** The status of no answer in time. */
  public static final int SILENCE = 0;

  /** The body as JSON; an empty object where it is none. */
  public Reading reading() {
    return new Reading(json(text));
  }

  static JsonObject json(String text) {
    try {
      return text.isBlank() ? new JsonObject() : new JsonObject(text);
    } catch (DecodeException notJson) {
      return new JsonObject();
    }
  }
}
