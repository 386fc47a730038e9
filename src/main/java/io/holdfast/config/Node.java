package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place of the schema, with what it refers to merged in.
 *
 * @param root the whole schema
 * @param json the keywords that hold here
 */
record Node(JsonObject root, JsonObject json) {

  private static Node of(JsonObject root, JsonObject json) {
    String reference = json.getString("$ref");
    if (reference == null) {
      return new Node(root, json);
    }
    JsonObject merged = new JsonObject();
    String name = reference.substring("#/$defs/".length());
    Node target = of(root, root.getJsonObject("$defs").getJsonObject(name));
    target.json.forEach(e -> merged.put(e.getKey(), e.getValue()));
    json.forEach(e -> merged.put(e.getKey(), e.getValue()));
    merged.remove("$ref");
    return new Node(root, merged);
  }

  static Node root(JsonObject schema) {
    return of(schema, schema);
  }

  /** The definition {@code name} of the schema. */
  Node definition(String name) {
    return of(root, new JsonObject().put("$ref", "#/$defs/" + name));
  }

  /** This node, or the variant of it that the {@code type} of {@code value} selects. */
  Node given(@Nullable Object value) {
    JsonArray variants = json.getJsonArray("allOf");
    if (variants == null || !(value instanceof JsonObject block)) {
      return this;
    }
    for (int i = 0; i < variants.size(); i++) {
      JsonObject variant = variants.getJsonObject(i);
      if (isOf(variant, block)) {
        return of(root, variant.getJsonObject("then"));
      }
    }
    return this;
  }

  /**
   * Whether a variant is that of the block's type; those of a plugin's schema may be of anything.
   */
  private static boolean isOf(JsonObject variant, JsonObject block) {
    return part(part(part(variant, "if"), "properties"), "type").getValue("const")
            instanceof String type
        && type.equals(block.getValue("type"));
  }

  private static JsonObject part(JsonObject of, String key) {
    return of.getValue(key) instanceof JsonObject part ? part : new JsonObject();
  }

  /** The keys that are known here, in the schema's order. */
  Map<String, Node> properties() {
    Map<String, Node> nodes = new LinkedHashMap<>();
    JsonObject properties = json.getJsonObject("properties", new JsonObject());
    properties.fieldNames().forEach(k -> nodes.put(k, of(root, properties.getJsonObject(k))));
    return nodes;
  }

  /** What the schema says about the value under {@code key}. */
  Optional<Node> child(String key) {
    JsonObject properties = json.getJsonObject("properties", new JsonObject());
    Object schema =
        properties.containsKey(key)
            ? properties.getValue(key)
            : json.getValue("additionalProperties");
    return schema instanceof JsonObject child ? Optional.of(of(root, child)) : Optional.empty();
  }

  /** What the schema says about the items of a list. */
  Optional<Node> items() {
    return Optional.ofNullable(json.getJsonObject("items")).map(items -> of(root, items));
  }

  /** What the schema says about the names of keys. */
  Optional<Node> names() {
    return Optional.ofNullable(json.getJsonObject("propertyNames")).map(n -> of(root, n));
  }

  /** What the schema says about a place of {@code config}; empty where it knows none. */
  Optional<Node> find(JsonObject config, At at) {
    Optional<Node> node = Optional.of(given(config));
    for (int i = 0; i < at.steps().size() && node.isPresent(); i++) {
      Node parent = node.get();
      Object here = Tree.get(config, new At(at.steps().subList(0, i + 1)));
      node =
          (at.steps().get(i) instanceof String key ? parent.child(key) : parent.items())
              .map(child -> child.given(here));
    }
    return node;
  }

  boolean secret() {
    return json.getBoolean("writeOnly", false);
  }

  String type() {
    return json.getString("type", "");
  }

  String text(String keyword) {
    return json.getString(keyword, "");
  }

  /** The strings of a keyword that is a list. */
  List<String> texts(String keyword) {
    return json.getJsonArray(keyword, new JsonArray()).stream().map(Object::toString).toList();
  }

  boolean scalar() {
    return !type().equals("object") && !type().equals("array");
  }
}
