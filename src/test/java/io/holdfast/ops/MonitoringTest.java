package io.holdfast.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What watches a gateway")
class MonitoringTest {

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern OWN_LINK = Pattern.compile("]\\(#([^)]+)\\)");
  private static final Pattern DURATION = Pattern.compile("\\d+[smh]");
  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  static List<JsonObject> alerts() throws IOException {
    return Monitoring.alerts();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alerts")
  @DisplayName("alerts with a severity, a summary and a place in the operations guide:")
  void alert(JsonObject alert) throws IOException {
    JsonObject annotations = alert.getJsonObject("annotations");
    assertThat(alert.getJsonObject("labels").getString("severity")).isIn(SEVERITIES);
    assertThat(annotations.getString("summary")).endsWith(".");
    assertThat(alert.getString("for", "0s")).matches(DURATION);
    String name = alert.getString("alert").toLowerCase(Locale.ROOT);
    assertThat(annotations.getString("runbook")).isEqualTo("operations.md#" + name);
    assertThat(anchors()).contains(name);
  }

  private static Set<String> anchors() throws IOException {
    return HEADING
        .matcher(Files.readString(Monitoring.PAGE))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName("is explained on a page whose links to its own headings all lead somewhere")
  void ownLinks() throws IOException {
    assertThat(anchors())
        .containsAll(
            OWN_LINK
                .matcher(Files.readString(Monitoring.PAGE))
                .results()
                .map(link -> link.group(1))
                .toList());
  }

  @Test
  @DisplayName("shows panels that ask the chosen data source, each in a place of its own")
  void panels() throws IOException {
    List<JsonObject> panels = objects(Monitoring.dashboard().getJsonArray("panels"));
    assertThat(panels).hasSizeGreaterThan(15);
    assertThat(panels).extracting(panel -> panel.getInteger("id")).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.getJsonObject("gridPos")).doesNotHaveDuplicates();
    assertThat(panels)
        .filteredOn(panel -> !panel.getString("type").equals("row"))
        .allSatisfy(
            panel -> {
              assertThat(panel.getJsonObject("datasource").getString("uid"))
                  .isEqualTo("${datasource}");
              assertThat(panel.getJsonArray("targets")).isNotEmpty();
            });
  }

  @Test
  @DisplayName("lets its reader choose a data source and a gateway")
  void variables() throws IOException {
    JsonArray variables = Monitoring.dashboard().getJsonObject("templating").getJsonArray("list");
    assertThat(objects(variables))
        .extracting(variable -> variable.getString("name"))
        .containsExactly("datasource", "instance");
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }
}
