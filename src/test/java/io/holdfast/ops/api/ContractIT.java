package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.Config;
import io.holdfast.ops.api.ApiRig.Reply;
import io.holdfast.ops.api.Samples.Sample;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The administration interface is as openapi.json describes it:")
class ContractIT {

  private static final int ROWS = 20;

  @TempDir Path folder;
  private ApiRig rig;
  private Contract contract;

  @BeforeEach
  void start() throws IOException {
    rig = new ApiRig(folder, ROWS);
    contract = new Contract(rig.vertx);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  static Stream<Sample> samples() {
    return Samples.all();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("each answer is of the shape that it gives")
  @MethodSource("samples")
  void answers(Sample sample) {
    Reply reply = ask(sample);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(sample.status());
    contract.check(sample.id(), reply);
  }

  @Test
  @DisplayName("each request that it allows is understood, each other is refused")
  void requests() {
    HttpServer server = rig.vertx.createHttpServer();
    server.requestHandler(this::judge);
    int port = ApiRig.await(server.listen(0, "127.0.0.1")).actualPort();
    List<Sample> samples = samples().toList();
    for (Sample sample : samples) {
      int status =
          rig.send(port, sample.method(), sample.uri(), headers(sample), sample.body()).status();
      assertThat(status == 200).as(sample.toString()).isEqualTo(sample.valid());
    }
  }

  private void judge(HttpServerRequest request) {
    contract
        .check(request, request.getHeader("operation"))
        .onSuccess(valid -> request.response().end())
        .onFailure(no -> request.response().setStatusCode(400).end(String.valueOf(no)));
  }

  @Test
  @DisplayName("each operation has a sample here")
  void samplesAreComplete() {
    assertThat(samples().map(Sample::id).distinct())
        .containsExactlyInAnyOrderElementsOf(
            contract.contract().operations().stream().map(Operation::getOperationId).toList());
  }

  @Test
  @DisplayName("each problem that is the same everywhere is one of its, whatever was asked")
  void problemsEverywhere() {
    for (Operation operation : contract.contract().operations()) {
      String id = operation.getOperationId();
      String uri = operation.getOpenAPIPath().replaceAll("\\{\\w+}", "t1");
      String method = operation.getHttpMethod().name();
      rig.pass(Duration.ofMinutes(1));
      if (!id.equals("description")) {
        check(id, 401, rig.send(method, uri, Map.of("Authorization", "Bearer no"), ""));
        check(id, 400, rig.send(method, uri + "?colour=red", token(), ""));
      }
    }
  }

  @Test
  @DisplayName("with nobody configured, with a store that cannot commit, with too many guesses")
  void otherProblems() {
    rig.store.ready = false;
    check("status", 503, rig.get("/api/status"));
    check("suspend", 503, rig.post("/api/sessions/a/suspend", ""));
    check("backup", 503, rig.get("/api/backup"));
    rig.admin = new Config.Admin(Optional.empty(), false);
    check("status", 403, rig.get("/api/status"));
    rig.admin = new Config.Admin(Optional.of("other"), false);
    for (int i = 0; i < Guesses.BURST; i++) {
      check("status", 401, rig.get("/api/status"));
    }
    check("status", 429, rig.get("/api/status"));
  }

  @Test
  @DisplayName("a reload or plan of a file that is not valid has all of its faults")
  void invalidConfiguration() {
    rig.control.valid = false;
    Reply reload = rig.post("/api/reload", "");
    check("reload", 422, reload);
    check("plan", 422, rig.post("/api/plan", "application/yaml", "a: 1"));
    assertThat(reload.json().getJsonArray("faults")).hasSize(2);
  }

  @Test
  @DisplayName("it would notice an answer of another shape")
  void wouldNotice() {
    Reply other = rig.get("/api/turns");
    assertThatThrownBy(() -> contract.check("sessions", other)).isNotNull();
  }

  private void check(String operation, int status, Reply reply) {
    assertThat(reply.status()).as(operation + " " + reply.body()).isEqualTo(status);
    contract.check(operation, reply);
    if (status >= 400) {
      assertThat(reply.type()).isEqualTo("application/problem+json");
    }
  }

  private Reply ask(Sample sample) {
    return rig.send(sample.method(), sample.uri(), headers(sample), sample.body());
  }

  private static Map<String, String> token() {
    return Map.of("Authorization", "Bearer " + ApiRig.TOKEN);
  }

  private static Map<String, String> headers(Sample sample) {
    String authorization = "Bearer " + ApiRig.TOKEN;
    return sample.type().isEmpty()
        ? Map.of("Authorization", authorization, "operation", sample.id())
        : Map.of(
            "Authorization",
            authorization,
            "operation",
            sample.id(),
            "Content-Type",
            sample.type());
  }
}
