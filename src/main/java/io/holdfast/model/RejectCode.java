package io.holdfast.model;

import java.util.Locale;

/** Why a message was not accepted. Nothing of it was stored. */
public enum RejectCode {
  /** A field is missing or malformed. */
  INVALID,
  /** The id was used before, with another body. */
  ID_REUSED,
  /** The text exceeds the limit. */
  TOO_LARGE,
  /** The chat is closed to this sender. */
  NOT_ALLOWED,
  /** Too many messages in too short a time. */
  RATE_LIMITED,
  /** The session's queue is full. */
  QUEUE_FULL,
  /** The session is busy and its policy is {@code reject}. */
  BUSY,
  /** The store cannot commit now. */
  NOT_READY;

  /** The word used on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
