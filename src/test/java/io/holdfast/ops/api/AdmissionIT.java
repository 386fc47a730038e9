package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Config;
import io.holdfast.ops.api.ApiRig.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The administration interface")
class AdmissionIT {

  @TempDir Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder, 1);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Reply ask(String uri, String... headers) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i + 1].isEmpty()) {
        map.put(headers[i], headers[i + 1]);
      }
    }
    return rig.send("GET", uri, map, "");
  }

  @ParameterizedTest(name = "token {0}, loopback {1}, presents {2}, host {3}, origin {4}: {5}")
  @CsvSource({
    "'',     false, '',              localhost,   '',                    403",
    "'',     false, Bearer secret,   localhost,   '',                    403",
    "secret, false, '',              localhost,   '',                    401",
    "secret, false, Bearer secret,   localhost,   '',                    200",
    "secret, false, bearer  secret,  localhost,   '',                    200",
    "secret, false, Bearer secret,   example.org, https://example.org,   200",
    "secret, false, Bearer Secret,   localhost,   '',                    401",
    "secret, false, Bearer secre,    localhost,   '',                    401",
    "secret, false, Bearer,          localhost,   '',                    401",
    "secret, false, Basic secret,    localhost,   '',                    401",
    "secret, false, secret,          localhost,   '',                    401",
    "'',     true,  '',              localhost,   '',                    200",
    "'',     true,  '',              127.0.0.1,   '',                    200",
    "'',     true,  '',              example.org, '',                    401",
    "'',     true,  '',              localhost,   http://localhost:3000, 401",
    "'',     true,  Bearer wrong,    localhost,   '',                    401",
    "secret, true,  '',              localhost,   '',                    200",
    "secret, true,  Bearer secret,   example.org, '',                    200",
    "secret, true,  Bearer wrong,    localhost,   '',                    401",
  })
  @DisplayName("is open to those only whom the configuration names")
  void rules(
      String token, boolean loopback, String presents, String host, String origin, int status) {
    rig.admin = new Config.Admin(Optional.of(token).filter(t -> !t.isEmpty()), loopback);
    Reply reply = ask("/api/status", "Authorization", presents, "Host", host, "Origin", origin);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers().get("www-authenticate")).isEqualTo(status == 401 ? "Bearer" : null);
  }

  @Test
  @DisplayName("does not tell strangers which paths there are")
  void unknownPath() {
    assertThat(ask("/api/nothing").status()).isEqualTo(401);
    assertThat(rig.get("/api/nothing").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("takes an empty token for none, not for one that is easily presented")
  void empty() {
    rig.admin = new Config.Admin(Optional.of(""), false);
    assertThat(ask("/api/status", "Authorization", "Bearer ").status()).isEqualTo(403);
    rig.admin = new Config.Admin(Optional.of(" "), true);
    assertThat(ask("/api/status", "Authorization", "Bearer ").status()).isEqualTo(401);
  }

  @Test
  @DisplayName("says which key turns it on")
  void off() {
    rig.admin = new Config.Admin(Optional.empty(), false);
    assertThat(ask("/api/status").json().getString("detail")).contains("admin.token");
  }

  @Test
  @DisplayName("follows a token that changes while it runs")
  void live() {
    assertThat(rig.get("/api/status").status()).isEqualTo(200);
    rig.admin = new Config.Admin(Optional.of("other"), false);
    assertThat(rig.get("/api/status").status()).isEqualTo(401);
    assertThat(ask("/api/status", "Authorization", "Bearer other").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("shows its description to everybody")
  void description() {
    rig.admin = new Config.Admin(Optional.empty(), false);
    Reply reply = ask("/api/openapi.json");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().getString("openapi")).startsWith("3.1");
  }

  @Test
  @DisplayName("lets nobody guess: after ten wrong tokens even the right one has to wait")
  void guesses() {
    for (int i = 0; i < Guesses.BURST; i++) {
      assertThat(ask("/api/status", "Authorization", "Bearer " + i).status()).isEqualTo(401);
    }
    Reply late = rig.get("/api/status");
    assertThat(late.status()).isEqualTo(429);
    assertThat(late.headers().get("retry-after")).isEqualTo("6");
    rig.pass(Duration.ofSeconds(6));
    assertThat(rig.get("/api/status").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("forbids to keep what it answers, or to take it for something else")
  void headers() {
    for (Reply reply : new Reply[] {rig.get("/api/status"), ask("/api/status")}) {
      assertThat(reply.headers().get("cache-control")).isEqualTo("no-store");
      assertThat(reply.headers().get("x-content-type-options")).isEqualTo("nosniff");
    }
  }
}
