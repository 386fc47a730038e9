package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.ops.api.ApiRig.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The administration interface refuses")
class ProblemsIT {

  private static final int KIB = 1024;

  @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder, 8);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/turns?limit=0         | limit  | a whole number from 1 to 1000 | 0",
        "/api/turns?limit=1001      | limit  | a whole number from 1 to 1000 | 1001",
        "/api/turns?limit=%2B5      | limit  | a whole number from 1 to 1000 | +5",
        "/api/turns?limit=5&limit=6 | limit  | one value                     | 2 values",
        "/api/turns?runner=         | runner | a value                       | none",
        "/api/turns?cursor=xyz      | cursor | what an answer of this list gave as next | xyz",
        "/api/turns?stat=queued     | stat   | cursor, limit, runner, session, state | an unknown parameter",
        "/api/sessions?state=ACTIVE | state  | active, suspended             | ACTIVE",
        "/api/deliveries?state=lost | state  | pending, held, attempting, unknown, sent, dead | lost",
        "/api/config?state=lost     | state  | none                          | an unknown parameter",
      })
  @DisplayName("a parameter that is not what it should be, and says what is")
  void parameters(String uri, String parameter, String accepted, String found) {
    Reply reply = rig.get(uri);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad-parameter");
    assertThat(reply.json().getString("parameter")).isEqualTo(parameter);
    assertThat(reply.json().getString("accepted")).isEqualTo(accepted);
    assertThat(reply.json().getString("found")).isEqualTo(found);
    assertThat(reply.json().getString("detail")).contains(parameter, accepted, found);
    assertThat(reply.json().getString("instance")).isEqualTo(uri.replaceAll("\\?.*", ""));
  }

  @Test
  @DisplayName("a word among several that it does not know")
  void words() {
    Reply reply = rig.get("/api/turns?state=queued,lost");
    assertThat(reply.code()).isEqualTo("bad-parameter");
    assertThat(reply.json().getString("found")).isEqualTo("lost");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/drain            | {\"turn\":\"t1\",\"kee\":\"x\"} | key kee: found an unknown key, accepted is key, turn",
        "/api/drain            | {\"turn\":7}           | key turn: found 7, accepted is a text",
        "/api/drain            | {\"turn\":\"\"}         | key turn: found an empty text, accepted is a text",
        "/api/drain            | {\"turn\":null}        | key turn: found null, accepted is a text",
        "/api/drain            | {\"key\":\"x\"}          | key key: found no turn, accepted is together with turn only",
        "/api/drain            | []                   | The body is JSON, but not an object.",
        "/api/drain            | {\"turn\"              | The body is not JSON.",
        "/api/turns/t1/cancel  | {\"force\":\"yes\"}      | key force: found an unknown key, accepted is none",
      })
  @DisplayName("a body that is not what it should be, and does nothing")
  void bodies(String uri, String body, String detail) {
    Reply reply = rig.post(uri, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad-body");
    assertThat(reply.json().getString("detail")).isEqualTo(detail);
    assertThat(rig.control.asked).isEmpty();
    assertThat(rig.store.changes).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET,    /api,                404, not-found,          ''",
    "GET,    /api/,               404, not-found,          ''",
    "GET,    /api/nothing,        404, not-found,          ''",
    "GET,    /api/status/,        404, not-found,          ''",
    "GET,    /api/turns//cancel,  404, not-found,          ''",
    "GET,    /api/turns/t999,     404, not-found,          ''",
    "GET,    /api/messages/m999,  404, not-found,          ''",
    "POST,   /api/status,         405, method-not-allowed, GET",
    "GET,    /api/drain,          405, method-not-allowed, POST",
    "DELETE, /api/turns/t1,       405, method-not-allowed, GET",
    "OPTIONS,/api/turns/t1,       405, method-not-allowed, GET",
  })
  @DisplayName("what it does not have")
  void paths(String method, String uri, int status, String code, String allow) {
    Map<String, String> token = Map.of("Authorization", "Bearer " + ApiRig.TOKEN);
    Reply reply = rig.send(method, uri, token, "");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.type()).isEqualTo("application/problem+json");
    assertThat(reply.headers().get("allow")).isEqualTo(allow.isEmpty() ? null : allow);
  }

  @Test
  @DisplayName("a path or a query that is not percent-encoded as it should be")
  void encoding() {
    assertThat(rig.get("/api/turns/%zz").status()).isEqualTo(400);
    assertThat(rig.get("/api/turns/%4").status()).isEqualTo(400);
    assertThat(rig.get("/api/turns?runner=%zz").code()).isEqualTo("bad-request");
    assertThat(rig.get("/api/turns/%ff").code()).isEqualTo("not-found");
  }

  @Test
  @DisplayName("a body that is too large, whether it says so or not")
  void tooLarge() {
    String json = "{\"turn\":\"" + "x".repeat(16 * KIB) + "\"}";
    assertThat(rig.post("/api/drain", json).code()).isEqualTo("too-large");
    String yaml = "#".repeat(KIB * KIB);
    assertThat(rig.post("/api/plan", "application/yaml", yaml).status()).isEqualTo(200);
    assertThat(rig.post("/api/plan", "application/yaml", yaml + "#").status()).isEqualTo(413);
    Map<String, String> chunked =
        Map.of(
            "Authorization", "Bearer " + ApiRig.TOKEN,
            "Content-Type", "application/yaml",
            "Transfer-Encoding", "chunked");
    assertThat(rig.send("POST", "/api/plan", chunked, yaml + yaml).status()).isEqualTo(413);
    assertThat(rig.control.asked).containsExactly("plan " + KIB * KIB);
  }

  @Test
  @DisplayName("a body of another type than it takes")
  void types() {
    Reply reply = rig.post("/api/plan", "application/json", "{}");
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.json().getString("detail"))
        .isEqualTo("found content type application/json, accepted is application/yaml");
    assertThat(rig.post("/api/drain", "text/plain", "{}").status()).isEqualTo(415);
    assertThat(rig.post("/api/drain", "Application/JSON; charset=utf-8", "{}").status())
        .isEqualTo(202);
  }

  @Test
  @DisplayName("to cancel what has ended, and says how it did")
  void ended() {
    Reply reply = rig.post("/api/turns/t5/cancel", "");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().getString("detail")).isEqualTo("Turn t5 has ended: it is done.");
  }

  @Test
  @DisplayName("to tell a client what broke inside")
  void internal() {
    rig.store.broken = true;
    Reply reply = rig.get("/api/leases");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.code()).isEqualTo("internal");
    assertThat(reply.body().toString()).doesNotContain("secret");
  }
}
