package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A valid configuration and what it was made of. */
public final class Loaded {

  private final Config config;
  private final JsonObject raw;
  private final JsonObject effective;
  private final Node schema;

  private Loaded(Config config, JsonObject raw, JsonObject effective, Node schema) {
    this.config = config;
    this.raw = raw;
    this.effective = effective;
    this.schema = schema;
  }

  /** Takes what a file says; throws {@link ConfigFaults} with everything that is wrong with it. */
  static Loaded of(Schema known, JsonObject file, Map<String, String> environment) {
    Node schema = known.node();
    JsonObject raw = Tree.map(file, (at, scalar) -> scalar);
    References references = new References(environment);
    Shape shape = new Shape(schema);
    JsonObject config = shape.coerced(Tree.map(raw, references::follow));
    JsonObject effective = shape.completed(config);

    Map<At, Fault> faults = new LinkedHashMap<>(references.faults());
    new Validation(schema, raw, config).faults().forEach(faults::putIfAbsent);
    new Meaning(raw, effective).faults().forEach(faults::putIfAbsent);
    if (!faults.isEmpty()) {
      throw new ConfigFaults(List.copyOf(faults.values()));
    }
    routed(effective, schema);
    return new Loaded(ConfigReader.read(effective), raw, effective, schema);
  }

  private static void routed(JsonObject effective, Node schema) {
    if (!effective.containsKey("routes")) {
      String first = effective.getJsonObject("runners").fieldNames().iterator().next();
      JsonArray rules = new JsonArray().add(new JsonObject().put("runner", first));
      JsonObject all = new JsonObject().put("routes", rules);
      effective.put("routes", new Shape(schema).completed(all).getValue("routes"));
    }
  }

  /** The configuration as records. */
  public Config config() {
    return config;
  }

  /** What applying {@code next} changes. */
  public Plan plan(Loaded next) {
    return new Comparison(side(), next.side()).plan();
  }

  private Comparison.Side side() {
    return new Comparison.Side(effective, shown());
  }

  /**
   * This configuration with what stands at a place in {@code next}; without it where nothing does.
   *
   * @param path keys from the root, such as {@code runners} and {@code coder}
   */
  public Loaded taking(Loaded next, String... path) {
    JsonObject newRaw = Tree.taking(raw, next.raw, path);
    JsonObject newEffective = Tree.taking(effective, next.effective, path);
    return new Loaded(ConfigReader.read(newEffective), newRaw, newEffective, schema);
  }

  /** Every key with the value in force, the secrets masked. */
  public JsonObject shown() {
    return Tree.map(effective, this::mask);
  }

  /** {@link #shown} as YAML. */
  public String masked() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(100);
    return new Yaml(options).dump(Tree.plain(shown()));
  }

  private Object mask(At at, Object scalar) {
    boolean secret = schema.find(effective, at).map(Node::secret).orElse(true);
    if (secret) {
      return Wording.MASK;
    }
    // A reference is shown as it was written: what it gave may be a secret on any key.
    Object shown = Tree.get(raw, at) instanceof String text && text.contains("${") ? text : scalar;
    return shown instanceof String text ? Wording.withoutUser(text) : shown;
  }
}
