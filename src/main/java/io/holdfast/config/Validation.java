package io.holdfast.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.impl.Utils;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the schema has against a configuration, in words for people. For one configuration. */
final class Validation {

  /** The keywords that say what one value must be; the others only combine them. */
  private static final Set<String> PLAIN =
      Set.of(
          "type",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "minItems",
          "minProperties");

  private final Node schema;
  private final JsonObject raw;
  private final JsonObject config;
  private final Map<At, Fault> faults = new LinkedHashMap<>();

  /**
   * @param raw the configuration before references were followed, which is what faults show
   * @param config the configuration in the types that the schema wants
   */
  Validation(Node schema, JsonObject raw, JsonObject config) {
    this.schema = schema;
    this.raw = raw;
    this.config = config;
  }

  /** Everything that is wrong, by its place. */
  Map<At, Fault> faults() {
    OutputUnit result = validator().validate(config);
    List<OutputUnit> errors = result.getErrors();
    if (!result.getValid() && errors != null) {
      errors.forEach(this::see);
      if (faults.isEmpty()) {
        other(errors);
      }
    }
    Tree.map(config, this::bounded);
    return faults;
  }

  private Validator validator() {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("app://holdfast")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    // The validator writes into the schema that it is given.
    return Validator.create(JsonSchema.of(schema.root().copy()), options);
  }

  private void see(OutputUnit error) {
    String location = error.getKeywordLocation();
    String keyword = location.substring(location.lastIndexOf('/') + 1);
    At at = place(error.getInstanceLocation());
    if (location.contains("/propertyNames/") && PLAIN.contains(keyword)) {
      misnamed(at);
    } else if (PLAIN.contains(keyword)) {
      schema.find(config, at).ifPresent(node -> wrong(at, node));
    } else if (keyword.equals("required")) {
      schema.find(config, at).ifPresent(node -> incomplete(at, node));
    } else if (keyword.equals("additionalProperties")) {
      schema.find(config, at.parent()).ifPresent(parent -> unknown(at, parent));
    }
  }

  /**
   * What only the schemas of plugins ask for, in the validator's words; the innermost says most.
   */
  private void other(List<OutputUnit> errors) {
    errors.stream()
        .max(Comparator.comparingInt(error -> error.getKeywordLocation().length()))
        .ifPresent(
            error -> {
              At at = place(error.getInstanceLocation());
              String found =
                  schema
                      .find(config, at)
                      .map(node -> Wording.found(Tree.get(raw, at), node))
                      .orElse("this");
              fault(at, found, "a value that fits its schema: " + error.getError(), "");
            });
  }

  private void wrong(At at, Node node) {
    Object value = Tree.get(config, at);
    String suggestion = "";
    if (value instanceof String text && !node.secret()) {
      suggestion = Spelling.suggestion(text, node.texts("enum"));
    }
    fault(at, Wording.found(Tree.get(raw, at), node), Wording.expected(node), suggestion);
  }

  private void incomplete(At at, Node node) {
    JsonObject block = (JsonObject) Tree.get(config, at);
    for (String key : node.texts("required")) {
      if (block != null && !block.containsKey(key)) {
        String expected = node.child(key).map(Wording::expected).orElse("a value");
        fault(at.key(key), "nothing", expected, "");
      }
    }
  }

  private void unknown(At at, Node parent) {
    // The validator also blames a known key here when its value is wrong.
    boolean open = parent.json().getValue("additionalProperties") instanceof JsonObject;
    Set<String> known = parent.properties().keySet();
    if (!open && !known.contains(at.name())) {
      String suggestion = Spelling.suggestion(at.name(), known);
      fault(at, "an unknown key", Wording.oneOf(known), suggestion);
    }
  }

  private void misnamed(At at) {
    Optional<Node> names = schema.find(config, at.parent()).flatMap(Node::names);
    fault(at, "this name", names.map(Wording::expected).orElse("another name"), "");
  }

  private Object bounded(At at, Object scalar) {
    Optional<Node> node = schema.find(config, at).filter(n -> n.json().containsKey("x-least"));
    node.filter(n -> outside(scalar.toString(), n)).ifPresent(n -> wrong(at, n));
    return scalar;
  }

  private static boolean outside(String text, Node node) {
    if (!text.matches(node.text("pattern"))) {
      return false;
    }
    var length = Durations.parse(text);
    return length.compareTo(Durations.parse(node.text("x-least"))) < 0
        || length.compareTo(Durations.parse(node.text("x-most"))) > 0;
  }

  private void fault(At at, String found, String expected, String suggestion) {
    faults.putIfAbsent(at, new Fault(at.toString(), found, expected, suggestion));
  }

  /** Reads a JSON pointer such as {@code #/routes/0/runner}, by what it may point to. */
  private At place(String pointer) {
    At at = At.ROOT;
    for (String step : pointer.split("/", -1)) {
      Object here = Tree.get(config, at);
      if (here instanceof JsonArray) {
        at = at.index(Integer.parseInt(step));
      } else if (here instanceof JsonObject object && !step.equals("#")) {
        at = at.key(key(object, step));
      }
    }
    return at;
  }

  /** Asks the validator's own encoder, which is not quite the standard's. */
  private static String key(JsonObject object, String step) {
    return object.fieldNames().stream()
        .filter(key -> Utils.Pointers.encode(key).equals(step))
        .findFirst()
        .orElse(step);
  }
}
