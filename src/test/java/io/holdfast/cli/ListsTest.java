package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What stands where")
class ListsTest {

  @TempDir Path directory;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("as a whole is the status")
  void status() {
    gateway.on("GET /api/status", 200, Canned.STATUS);
    assertThat(out(console().onTerminal(), "status"))
        .isEqualTo(
            """
            not ready  holdfast 0.1.0  node n-1  started 3 h ago
            config     /etc/holdfast/holdfast.yaml
            checks     store ok, accepting FAILS, connector.web ok
            turns      3 running, 12 queued
            waiting    12 for demo
            deliveries 4 pending
            markers    3
            draining   3 turns, 41 s left, because restart
            reloaded   3 m ago: redeploy runner demo
            """);
  }

  @Test
  @DisplayName("says for which runners turns wait that the configuration does not have")
  void unservedStatus() {
    gateway.on("GET /api/status", 200, "{\"node\":\"n\",\"ready\":true,\"unserved\":{\"old\":2}}");
    assertThat(out(console(), "status").lines())
        .contains(
            "unserved   2 for old: put the runner back, route their chats to another one, or cancel them");
  }

  @Test
  @DisplayName("is told without a drain and a reload where there were none")
  void quietStatus() {
    gateway.on(
        "GET /api/status",
        200,
        "{\"node\":\"n\",\"ready\":true,\"draining\":null,\"reloaded\":null}");
    assertThat(out(console(), "status").lines())
        .startsWith("ready  holdfast   node n  started -")
        .noneMatch(line -> line.matches("(draining|reloaded|unserved).*"));
  }

  @Test
  @DisplayName("is a table of turns, with times of RFC 3339 in a pipe")
  void turns() {
    gateway.on(
        "GET /api/turns?limit=50&state=running%2Cinterrupted",
        200, Canned.page("null", Canned.turn("interrupted", Canned.MARKER)));
    assertThat(out(console(), "turns", "--state", "RUNNING,interrupted"))
        .isEqualTo(
            """
            TURN                                  SESSION     RUNNER  STATE        ATTEMPT  STEPS  MARKER   ACCEPTED                  SINCE
            0193b5c0-0000-7000-8000-000000000001  web/chat-1  demo    interrupted  2        2      restart  2026-11-24T12:00:01.123Z  2026-11-24T12:00:13.523Z
            """);
  }

  @Test
  @DisplayName("is shown of one turn with its marker, its journal and its timeline")
  void oneTurn() {
    String detail =
        Canned.detail("interrupted").replaceFirst("\"marker\":null", "\"marker\":" + Canned.MARKER);
    gateway.on("GET /api/turns/t%2F1", 200, detail);
    assertThat(out(console().onTerminal(), "turns", "t/1"))
        .startsWith(
            """
            turn 0193b5c0-0000-7000-8000-000000000001  interrupted since 6 s ago
            session   web/chat-1
            runner    demo
            attempt   2, interrupted once without a step
            marker    restart, written 16 s ago by stop st-1
            accepted  18 s ago

            messages
            MESSAGE  KIND  FROM  ACCEPTED
            m-1      task  u-7   18 s ago

            journal
            STEP  STATE   ATTEMPT  BEGUN     TOOK   LABEL
            1     result  1        18 s ago  1.0 s  step 1 of 2
            2     result  2        9 s ago   1.0 s  step 2 of 2

            deliveries
            """)
        .contains("12:00:01.130  +7 ms     claimed      attempt 1 by demo");
  }

  @Test
  @DisplayName("is a table of sessions, of deliveries and of leases")
  void otherTables() {
    gateway.on(
        "GET /api/sessions?limit=50&state=suspended",
        200,
        Canned.page(
            "null",
            "{\"key\":\"web/a\",\"state\":\"suspended\",\"begun\":\"\",\"queued\":2,\"lastAt\":null}"));
    gateway.on(
        "GET /api/deliveries?connector=web&limit=50",
        200,
        Canned.page("null", Canned.delivery("pending", "null")));
    gateway.on(
        "GET /api/leases",
        200,
        Canned.page(
            "null",
            "{\"id\":\"n-1\",\"joinedAt\":\"2026-11-24T11:00:20.000Z\","
                + "\"renewedAt\":\"2026-11-24T12:00:19.000Z\",\"endedAt\":null}"));
    assertThat(out(console(), "sessions", "--state", "suspended").lines())
        .containsExactly(
            "SESSION  STATE      QUEUED  TURN  LAST", "web/a    suspended  2       -     -");
    assertThat(out(console().onTerminal(), "deliveries", "--connector", "web").lines())
        .last(InstanceOfAssertFactories.STRING)
        .matches("\\S+/1\\s+web/chat-1\\s+reply\\s+1/1\\s+pending\\s+6 s ago\\s+-\\s+\\S+\\s+-");
    assertThat(out(console().onTerminal(), "leases").lines())
        .containsExactly(
            "NODE  STATE  JOINED   RENEWED  ENDED", "n-1   alive  1 h ago  1 s ago  -");
  }

  @Test
  @DisplayName("is a table of those who ask to be let in, and of those who are")
  void pairings() {
    gateway.on(
        "GET /api/pairings?connector=tg&limit=50",
        200,
        Canned.page(
            "null",
            "{\"connector\":\"tg\",\"user\":\"5\",\"name\":\"Eve\",\"chat\":\"5\","
                + "\"code\":\"K7QX-3M9P\",\"expiresAt\":\"2026-11-24T12:43:20.000Z\","
                + "\"approvedAt\":null},"
                + "{\"connector\":\"tg\",\"user\":\"6\",\"name\":\"\",\"chat\":\"6\",\"code\":\"\","
                + "\"expiresAt\":null,\"approvedAt\":\"2026-11-24T11:00:20.000Z\"}"));
    assertThat(out(console().onTerminal(), "pairings", "--connector", "tg"))
        .isEqualTo(
            """
            CONNECTOR  USER  NAME  STATE   CODE       EXPIRES    SINCE
            tg         5     Eve   asks    K7QX-3M9P  43 m left  -
            tg         6     -     let in  -          -          1 h ago
            """);
    assertThat(out(console(), "pairings", "--connector", "tg"))
        .contains("K7QX-3M9P  2026-11-24T12:43:20.000Z");
  }

  @Test
  @DisplayName("comes in pieces, which --all and --limit follow and --json joins")
  void pieces() {
    gateway.on("GET /api/turns?limit=500", 200, Canned.page("\"c/1\"", "{\"id\":\"a\"}"));
    gateway.on("GET /api/turns?cursor=c%2F1&limit=500", 200, Canned.page("null", "{\"id\":\"b\"}"));
    gateway.on("GET /api/turns?limit=1", 200, Canned.page("\"c\"", "{\"id\":\"a\"}"));
    assertThat(out(console(), "turns", "--all").lines()).hasSize(3);
    assertThat(new JsonObject(out(console(), "turns", "--all", "--json")))
        .isEqualTo(new JsonObject("{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"next\":null}"));
    Console.Result first = console().run("turns", "--limit", "1");
    assertThat(first.out().lines()).hasSize(2);
    assertThat(first.err()).contains("--all");
  }

  @Test
  @DisplayName("has colours for a person who wants them")
  void colours() {
    gateway.on("GET /api/turns?limit=50", 200, Canned.page("null", Canned.turn("failed", "null")));
    assertThat(out(console().inColour(), "turns")).contains("\u001b[31mfailed\u001b[0m");
    assertThat(out(console().onTerminal(), "turns")).doesNotContain("\u001b");
  }

  @Test
  @DisplayName("is steered by a verb behind the noun, and says what was done")
  void verbs() {
    gateway
        .on("POST /api/sessions/web%2Fa%252Fb/suspend", 200, "{\"key\":\"web/a%2Fb\"}")
        .on("POST /api/sessions/web%2Fa/resume", 200, "{}")
        .on("POST /api/turns/t1/cancel", 200, "{\"id\":\"t1\",\"state\":\"running\"}")
        .on("POST /api/deliveries/d%2F1/retry", 200, "{}")
        .on("POST /api/deliveries/d%2F1/drop", 200, "{}");
    assertThat(out(console(), "sessions", "suspend", "web/a%2Fb"))
        .isEqualTo("web/a%2Fb: suspended\n");
    assertThat(out(console(), "sessions", "resume", "web/a")).isEqualTo("web/a: resumed\n");
    assertThat(out(console(), "turns", "cancel", "t1")).isEqualTo("t1: told to end\n");
    assertThat(out(console(), "deliveries", "retry", "d/1")).isEqualTo("d/1: pending again\n");
    assertThat(out(console(), "deliveries", "drop", "d/1")).isEqualTo("d/1: dropped\n");
    gateway
        .on(
            "POST /api/pairings/k7qx%203m9p/approve",
            200, "{\"connector\":\"tg\",\"user\":\"5\",\"name\":\"Eve\"}")
        .on("POST /api/pairings/tg/5%2F6/revoke", 200, "{}");
    assertThat(out(console(), "pairings", "approve", "k7qx 3m9p"))
        .isEqualTo("k7qx 3m9p: tg/5 (Eve) is let in\n");
    assertThat(out(console(), "pairings", "revoke", "tg", "5/6"))
        .isEqualTo("tg/5/6: is not let in any more\n");
    assertThat(out(console(), "turns", "cancel", "t1", "--json")).startsWith("{\"id\":\"t1\"");
    assertThat(out(console(), "turns", "--json", "cancel", "t1")).startsWith("{\"id\":\"t1\"");
  }

  private Console console() {
    return new Console(directory).with("HOLDFAST_URL", gateway.url());
  }

  private static String out(Console console, String... args) {
    Console.Result result = console.run(args);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }
}
