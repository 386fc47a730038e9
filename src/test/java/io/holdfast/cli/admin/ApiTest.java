package io.holdfast.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.ops.api.AdminApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The paths of the administration interface")
class ApiTest {

  private static final String ID = "a/b%2F c";
  private static final String ENCODED = "a%2Fb%252F%20c";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "get, /api/status",
    "get, /api/sessions",
    "post, /api/sessions/ID/suspend",
    "post, /api/sessions/ID/resume",
    "get, /api/turns",
    "get, /api/turns/ID",
    "post, /api/turns/ID/cancel",
    "get, /api/messages/ID",
    "get, /api/deliveries",
    "post, /api/deliveries/ID/retry",
    "post, /api/deliveries/ID/drop",
    "get, /api/leases",
    "post, /api/drain",
    "post, /api/restart",
    "post, /api/reload",
    "post, /api/plan",
    "get, /api/backup"
  })
  @DisplayName("are those that it describes")
  void described(String method, String path) throws IOException {
    assertThat(ours()).contains(path.replace("ID", ENCODED));
    JsonObject paths = description().getJsonObject("paths");
    String known =
        paths.fieldNames().stream()
            .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "ID")))
            .findFirst()
            .orElseThrow(() -> new AssertionError(path));
    assertThat(paths.getJsonObject(known).fieldNames()).contains(method);
  }

  @Test
  @DisplayName("have those parameters that were given")
  void query() {
    Map<String, String> parameters = new TreeMap<>(Map.of("state", "a,b", "chat", "", "n", "1 2"));
    assertThat(Api.query("/x", parameters)).isEqualTo("/x?n=1%202&state=a%2Cb");
    assertThat(Api.query("/x", Map.of("chat", ""))).isEqualTo("/x");
  }

  private static List<String> ours() {
    return List.of(
        Api.STATUS,
        Api.SESSIONS,
        Api.one(Api.SESSIONS, ID, "suspend"),
        Api.one(Api.SESSIONS, ID, "resume"),
        Api.TURNS,
        Api.one(Api.TURNS, ID),
        Api.one(Api.TURNS, ID, "cancel"),
        Api.trace(ID),
        Api.DELIVERIES,
        Api.one(Api.DELIVERIES, ID, "retry"),
        Api.one(Api.DELIVERIES, ID, "drop"),
        Api.LEASES,
        Api.DRAIN,
        Api.RESTART,
        Api.RELOAD,
        Api.PLAN,
        Api.BACKUP);
  }

  private static JsonObject description() throws IOException {
    try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
      return new JsonObject(Buffer.buffer(Objects.requireNonNull(in).readAllBytes()));
    }
  }
}
