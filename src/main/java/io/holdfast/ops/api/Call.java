package io.holdfast.ops.api;

import io.holdfast.store.Lookout.Piece;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One request, read strictly: what is not known, or not understood, throws a {@link Refusal} that
 * names it, what is accepted and what was found.
 *
 * @param operation what it asks for
 * @param path as it came in, still encoded; matches the operation's
 * @param query the query parameters
 * @param body empty where there is none
 */
record Call(Vertx vertx, Operation operation, String path, MultiMap query, Buffer body) {

  private static final int LIMIT = 50;
  private static final int MOST = 1000;

  /** Refuses query parameters that the operation does not know. */
  void checkQuery() {
    for (String name : query.names()) {
      if (!operation.query().contains(name)) {
        throw Refusal.of(
            Kind.BAD_PARAMETER, name, known(operation.query()), "an unknown parameter");
      }
    }
  }

  private static String known(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
  }

  /** The part of the path that the description calls {@code name}. */
  String part(String name) {
    List<String> own = Operation.segments(operation.path());
    String raw = Operation.segments(path).get(own.indexOf("{" + name + "}"));
    try {
      // A plus is a plus in a path; only forms mean a space by it.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(Kind.BAD_PARAMETER, name, "percent-encoded UTF-8", raw);
    }
  }

  /** A query parameter that is given once or not at all. */
  Optional<String> text(String name) {
    List<String> values = query.getAll(name);
    if (values.size() > 1) {
      throw Refusal.of(Kind.BAD_PARAMETER, name, "one value", values.size() + " values");
    }
    if (values.contains("")) {
      throw Refusal.of(Kind.BAD_PARAMETER, name, "a value", "none");
    }
    return values.stream().findFirst();
  }

  /** A filter: empty matches all. */
  String filter(String name) {
    return text(name).orElse("");
  }

  /** Which piece of a list is asked for. */
  Piece piece() {
    return new Piece(filter("cursor"), limit());
  }

  int limit() {
    return text("limit").map(Call::limit).orElse(LIMIT);
  }

  private static int limit(String text) {
    // The pattern keeps out signs and digits of other scripts, which parseInt takes.
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw Refusal.of(Kind.BAD_PARAMETER, "limit", "a whole number from 1 to " + MOST, text);
    }
    return limit;
  }

  /** One word for a constant of {@code type}. */
  <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
    return text(name).map(text -> constant(name, type, text));
  }

  /** Words for constants of {@code type}, separated by commas or given several times. */
  <E extends Enum<E>> Set<E> words(String name, Class<E> type) {
    Set<E> words = new LinkedHashSet<>();
    for (String value : query.getAll(name)) {
      for (String word : value.split(",", -1)) {
        words.add(constant(name, type, word));
      }
    }
    return words;
  }

  private static <E extends Enum<E>> E constant(String name, Class<E> type, String word) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    return all.stream()
        .filter(constant -> Views.word(constant).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    Kind.BAD_PARAMETER,
                    name,
                    all.stream().map(Views::word).collect(Collectors.joining(", ")),
                    word.isEmpty() ? "none" : word));
  }

  /** The body as an object with no other keys than {@code keys}, each of them a text. */
  JsonObject fields(String... keys) {
    if (body.length() == 0) {
      return new JsonObject();
    }
    Set<String> known = Set.of(keys);
    JsonObject fields = object();
    for (String key : fields.fieldNames()) {
      if (!known.contains(key)) {
        throw Refusal.of(Kind.BAD_BODY, key, known(known), "an unknown key");
      }
      if (!(fields.getValue(key) instanceof String text) || text.isEmpty()) {
        String found = String.valueOf(fields.getValue(key));
        throw Refusal.of(Kind.BAD_BODY, key, "a text", found.isEmpty() ? "an empty text" : found);
      }
    }
    return fields;
  }

  private JsonObject object() {
    try {
      if (Json.decodeValue(body) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException e) {
      throw Refusal.of(Kind.BAD_BODY, "The body is not JSON.");
    }
    throw Refusal.of(Kind.BAD_BODY, "The body is JSON, but not an object.");
  }
}
