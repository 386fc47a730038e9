package io.holdfast.ops.trace;

import java.util.Map;

/**
 * A piece of a turn's life. Times are in milliseconds since the epoch.
 *
 * @param trace the trace, 32 hexadecimal digits
 * @param id 16 hexadecimal digits, the same whichever process derives it
 * @param parent the id of the span around it; empty for the root
 * @param attributes strings and longs; no text of a message and no result
 * @param error why it went wrong; empty when it did not
 */
record Span(
    String trace,
    String id,
    String parent,
    Kind kind,
    long start,
    long end,
    Map<String, Object> attributes,
    String error) {

  /** What a span is about; few, since backends group spans by their names. */
  enum Kind {
    MESSAGE,
    TURN,
    ATTEMPT,
    STEP,
    DELIVERY
  }

  Span {
    attributes = Map.copyOf(attributes);
    end = Math.max(start, end);
  }
}
