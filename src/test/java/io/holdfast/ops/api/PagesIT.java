package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.TurnState;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A list of the administration interface")
class PagesIT {

  private static final int ROWS = 120;

  @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder, ROWS);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/api/turns,      id,  t",
    "/api/sessions,   key, web/dev%2F1",
    "/api/deliveries, id,  d",
  })
  @DisplayName("has each item once, however it is cut into pieces")
  void walk(String uri, String name, String prefix) {
    List<String> all = IntStream.range(0, ROWS).mapToObj(i -> prefix + i).toList();
    for (String limit : List.of("1000", "120", "119", "7")) {
      assertThat(walk(uri + "?limit=" + limit, name)).as(limit).isEqualTo(all);
    }
  }

  private List<String> walk(String uri, String name) {
    List<String> seen = new ArrayList<>();
    JsonObject page = rig.get(uri).json();
    while (true) {
      page.getJsonArray("items").forEach(item -> seen.add(((JsonObject) item).getString(name)));
      assertThat(seen).hasSizeLessThanOrEqualTo(ROWS);
      String next = page.getString("next");
      if (next == null) {
        return seen;
      }
      page = rig.get(uri + "&cursor=" + next).json();
    }
  }

  @Test
  @DisplayName("has fifty items where nobody says how many")
  void limit() {
    assertThat(rig.get("/api/turns").json().getJsonArray("items")).hasSize(50);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "state=queued,running&runner=demo",
        "state=queued&state=running&runner=demo",
      })
  @DisplayName("takes several states, either way of writing them")
  void states(String query) {
    assertThat(rig.get("/api/turns?" + query + "&session=web%2Fdev%252F1").status()).isEqualTo(200);
    assertThat(rig.store.filter.states()).isEqualTo(Set.of(TurnState.QUEUED, TurnState.RUNNING));
    assertThat(rig.store.filter.runner()).isEqualTo("demo");
    assertThat(rig.store.filter.session()).isEqualTo(FakeStore.KEY);
  }
}
