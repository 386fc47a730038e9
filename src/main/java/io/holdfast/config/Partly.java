package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A few blocks of a configuration, for who must get by with the rest being wrong.
 *
 * @param config those blocks as the file has them; what is wrong in them, and all else, is as if it
 *     were left out
 * @param faults what is wrong in those blocks
 */
public record Partly(Config config, List<Fault> faults) {

  public Partly {
    faults = List.copyOf(faults);
  }

  /** The first fault at {@code path} or inside it, such as {@code admin.token}. */
  public Optional<Fault> fault(String path) {
    return faults.stream()
        .filter(fault -> fault.path().equals(path) || fault.path().startsWith(path + "."))
        .findFirst();
  }

  /** Takes the top-level {@code keys} of what a file says. */
  static Partly of(JsonObject file, Map<String, String> environment, Set<String> keys) {
    JsonObject raw = Tree.map(only(file, keys), (at, scalar) -> scalar);
    Node schema = Schema.builtIn().node();
    References references = new References(environment);
    Shape shape = new Shape(schema);
    JsonObject config = shape.coerced(Tree.map(raw, references::follow));

    Map<At, Fault> faults = new LinkedHashMap<>(references.faults());
    new Validation(schema, raw, config).faults().forEach(faults::putIfAbsent);
    faults.keySet().forEach(at -> remove(config, at));
    JsonObject effective = shape.completed(config);
    effective.put("routes", new JsonArray());
    return new Partly(ConfigReader.read(effective), new ArrayList<>(faults.values()));
  }

  private static JsonObject only(JsonObject file, Set<String> keys) {
    JsonObject part = new JsonObject();
    file.fieldNames().stream()
        .filter(keys::contains)
        .forEach(key -> part.put(key, file.getValue(key)));
    return part;
  }

  private static void remove(JsonObject config, At at) {
    if (Tree.get(config, at.parent()) instanceof JsonObject block) {
      block.remove(at.name());
    }
  }
}
