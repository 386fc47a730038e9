package io.holdfast.ops.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation of the interface.
 *
 * @param method GET or POST
 * @param path as the description has it, such as {@code /api/turns/{id}}
 * @param id its operationId
 * @param body what it takes
 * @param query the query parameters that it knows
 * @param work answers a call; may throw or fail with anything that {@link Refusal#of} knows
 */
record Operation(
    String method,
    String path,
    String id,
    Body body,
    Set<String> query,
    Function<Call, Future<Answer>> work) {

  /** The description is no secret, and says how to get in. */
  private static final String OPEN = "description";

  /** What a request may carry. */
  enum Body {
    /** Not read at all. */
    NONE("", 0),
    JSON("application/json", 16 << 10),
    YAML("application/yaml", 1 << 20);

    private final String type;
    private final int limit;

    Body(String type, int limit) {
      this.type = type;
      this.limit = limit;
    }

    /** Its media type. */
    String type() {
      return type;
    }

    /** How many bytes at most. */
    int limit() {
      return limit;
    }
  }

  static Operation get(
      String path, String id, Function<Call, Future<Answer>> work, String... query) {
    return new Operation("GET", path, id, Body.NONE, Set.of(query), work);
  }

  static Operation post(String path, String id, Body body, Function<Call, Future<Answer>> work) {
    return new Operation("POST", path, id, body, Set.of(), work);
  }

  /** Whether it needs no token. */
  boolean open() {
    return id.equals(OPEN);
  }

  /** Whether {@code segments} of a request's path, still encoded, are of this operation's path. */
  boolean matches(List<String> segments) {
    List<String> own = segments(path);
    if (own.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      boolean fits =
          variable(own.get(i)) ? !segments.get(i).isEmpty() : own.get(i).equals(segments.get(i));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  static boolean variable(String segment) {
    return segment.startsWith("{");
  }
}
