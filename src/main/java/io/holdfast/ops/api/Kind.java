package io.holdfast.ops.api;

import java.util.Locale;

/** The kinds of problems, each with its HTTP status. */
enum Kind {
  BAD_REQUEST(400, "The request cannot be understood"),
  BAD_PARAMETER(400, "A parameter is not what it should be"),
  BAD_BODY(400, "The body is not what it should be"),
  UNAUTHORIZED(401, "A token is needed"),
  FORBIDDEN(403, "The administration interface is off"),
  NOT_FOUND(404, "There is nothing of this name"),
  METHOD_NOT_ALLOWED(405, "The path knows other methods"),
  CONFLICT(409, "The turn is not in a state for this"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of another type than this takes"),
  INVALID_CONFIGURATION(422, "The configuration is not valid"),
  TOO_MANY_ATTEMPTS(429, "Too many wrong tokens"),
  INTERNAL(500, "A fault of the gateway"),
  NOT_READY(503, "The store cannot do this now");

  private final int status;
  private final String title;

  Kind(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The same for every problem of the kind. */
  String title() {
    return title;
  }

  /** What programs decide on. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
