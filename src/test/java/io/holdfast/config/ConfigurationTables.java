package io.holdfast.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Writes the reference of the configuration from its schema. */
final class ConfigurationTables {

  private static final List<String> BLOCKS =
      List.of(
          "connector-websocket",
          "connector-telegram",
          "connector-discord",
          "runner-demo",
          "runner-openai",
          "runner-command",
          "runner-acp",
          "mcp-server",
          "route");

  private final Node schema = Node.root(Schema.read());
  private final StringBuilder page = new StringBuilder();

  static String markdown() {
    ConfigurationTables tables = new ConfigurationTables();
    tables.section("The whole", "", tables.schema);
    for (String block : BLOCKS) {
      Node node = tables.schema.definition(block);
      tables.section(node.text("title"), node.text("description"), node);
    }
    return tables.page.toString();
  }

  private void section(String title, String description, Node node) {
    page.append("\n## ").append(title).append("\n\n");
    if (!description.isEmpty()) {
      page.append(description).append("\n\n");
    }
    page.append("| key | value | default | |\n| --- | --- | --- | --- |\n");
    rows("", node);
  }

  private void rows(String prefix, Node node) {
    List<String> required = node.texts("required");
    for (Map.Entry<String, Node> entry : node.properties().entrySet()) {
      Node child = entry.getValue();
      String key = prefix + entry.getKey();
      if (!child.json().containsKey("const")) {
        row(key, child, required.contains(entry.getKey()));
        rows(key + ".", child);
      }
    }
  }

  private void row(String key, Node node, boolean required) {
    String missing = required ? "*required*" : "";
    cells("`" + key + "`", value(node), fallback(node, missing), node.text("description"));
  }

  private void cells(String... cells) {
    page.append("| ").append(String.join(" | ", cells).replace("|  |", "| |")).append(" |\n");
  }

  private static String value(Node node) {
    if (node.json().containsKey("properties")) {
      return "block";
    }
    if (node.secret()) {
      return "text, secret";
    }
    if (node.json().containsKey("propertyNames")) {
      return "one entry each";
    }
    String items = node.items().map(i -> i.scalar() ? ", each " + value(i) : "").orElse("");
    return Wording.expected(node).replace("a list of at least one item", "a list") + items;
  }

  private static String fallback(Node node, String missing) {
    Object value = node.json().getValue("default");
    if (value == null) {
      return node.json().getString("x-default", missing);
    }
    boolean nested = value instanceof JsonObject object && object.isEmpty();
    return nested ? "" : "`" + written(value) + "`";
  }

  /** As a file would have it. */
  private static String written(Object value) {
    if (value instanceof JsonObject || value instanceof JsonArray) {
      return Json.encode(value).replaceAll("\"(\\w+)\"", "$1").replace(":", ": ");
    }
    return value.equals("*") ? "\"*\"" : value.toString();
  }
}
