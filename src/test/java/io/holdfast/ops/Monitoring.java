package io.holdfast.ops;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alert rules that come with the gateway. */
final class Monitoring {

  static final Path PAGE = Path.of("src", "site", "markdown", "operations.md");
  static final Path DASHBOARD = Path.of("config", "grafana", "holdfast.json");
  static final Path ALERTS = Path.of("config", "prometheus", "alerts.yaml");

  private static final List<String> QUERIES = List.of("expr", "query", "definition");

  private Monitoring() {}

  /** Every query of both. */
  static List<String> expressions() throws IOException {
    List<String> found = new ArrayList<>();
    queries(dashboard(), found);
    alerts().forEach(alert -> found.add(alert.getString("expr")));
    return found;
  }

  static JsonObject dashboard() throws IOException {
    return new JsonObject(Files.readString(DASHBOARD));
  }

  static List<JsonObject> alerts() throws IOException {
    Map<String, Object> file =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ALERTS));
    return new JsonObject(file)
        .getJsonArray("groups").stream()
            .map(JsonObject.class::cast)
            .flatMap(group -> group.getJsonArray("rules").stream())
            .map(JsonObject.class::cast)
            .toList();
  }

  private static void queries(JsonObject object, List<String> found) {
    for (Map.Entry<String, Object> field : object) {
      if (field.getValue() instanceof String text && QUERIES.contains(field.getKey())) {
        found.add(text);
      } else if (field.getValue() instanceof JsonObject inner) {
        queries(inner, found);
      } else if (field.getValue() instanceof JsonArray items) {
        items.stream()
            .filter(JsonObject.class::isInstance)
            .forEach(item -> queries((JsonObject) item, found));
      }
    }
  }
}
