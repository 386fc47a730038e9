package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Plan.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A plan")
class PlanTest {

  private static final String ARROW = " \u2192 ";

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                    | {}                                                 | leave connector web; leave runner demo
          {}                                    | {drain-timeout: 90s}                               | leave connector web; leave runner demo; adjust drain-timeout: 60s > 90s
          {}                                    | {resume: {quick: 1s}}                              | leave connector web; leave runner demo; adjust resume: quick: 30s > 1s
          {}                                    | {http: {port: 1}}                                  | leave connector web; leave runner demo; needs a restart: http: port: 8080 > 1
          {}                                    | {store: {sqlite: x.db}}                            | leave connector web; leave runner demo; needs a restart: store: sqlite: data/holdfast.db > x.db
          {}                                    | {runners: {demo: {type: demo, pace: 2s}}}          | leave connector web; redeploy runner demo: pace: 1s > 2s
          {runners: {demo: {type: demo, pace: 1s}}} | {}                                             | leave connector web; leave runner demo
          {}                                    | {connectors: {team: {type: websocket}}}            | add connector team; remove connector web; leave runner demo
          {}                                    | {connectors: {web: {type: websocket, limits: {text: 9}}}} | redeploy connector web: limits.text: 32768 > 9; leave runner demo
          {}                                    | {connectors: {web: {type: websocket, chats: [a, b]}}} | redeploy connector web: chats: ["*"] > ["a","b"]; leave runner demo
          {admin: {token: a}}                   | {admin: {token: b}}                                | leave connector web; leave runner demo; adjust admin: token: changed
          {}                                    | {routes: [{chat: x, runner: demo}, {runner: demo}]} | leave connector web; leave runner demo; adjust routes: with */x to demo (enqueue, window 1500ms, queue 1000)
          {}                                    | {tracing: {otlp: 'http://a:1'}}                    | leave connector web; leave runner demo; adjust tracing: otlp: none > http://a:1
          """)
  @DisplayName("says what applying the second file to the first would do:")
  void says(String before, String after, String plan) {
    assertThat(loaded(before).plan(loaded(after)).toString()).isEqualTo(plan.replace(" > ", ARROW));
  }

  @Test
  @DisplayName("never shows a secret, whether it was written down or referred to")
  void secrets() {
    String before = "{connectors: {web: {type: websocket, token: hunter1}}}";
    String after = "{connectors: {web: {type: websocket, token: hunter2}}}";
    String plan = loaded(before).plan(loaded(after)).toString();
    assertThat(plan).contains("redeploy connector web: token: changed").doesNotContain("hunter");
    String referred = "{connectors: {web: {type: websocket, token: '${env:TOKEN}'}}}";
    String changed =
        loaded(referred, "hunter1").plan(loaded(referred, "hunter2")).actions().get(0).toString();
    assertThat(changed).isEqualTo("redeploy connector web: token: changed");
  }

  @Test
  @DisplayName("is empty when everything is left alone")
  void empty() {
    assertThat(loaded("{}").plan(loaded("{watch: true}")).isEmpty()).isTrue();
    assertThat(loaded("{}").plan(loaded("{watch: false}")).isEmpty()).isFalse();
  }

  @Test
  @DisplayName("is carried out piece by piece: what was taken over is in force, the rest as it was")
  void pieces() {
    Loaded before = loaded("{runners: {demo: {type: demo}, old: {type: demo}}}");
    Loaded after =
        loaded(
            "{http: {port: 1}, drain-timeout: 9s,"
                + " runners: {demo: {type: demo, pace: 5s}, new: {type: demo}}}");
    Loaded now = before.taking(after, "runners", "demo").taking(after, "runners", "old");
    assertThat(now.plan(after).toString())
        .isEqualTo(
            "leave connector web; leave runner demo; add runner new; needs a restart: http: port:"
                + " 8080 \u2192 1; adjust drain-timeout: 60s \u2192 9s");
    Loaded all = now.taking(after, "runners", "new").taking(after, "drain-timeout");
    assertThat(all.plan(after).actions())
        .extracting(Plan.Action::verb)
        .containsOnly(Verb.LEAVE, Verb.RESTART);
    assertThat(all.config().runners()).extracting(Block::id).containsExactly("demo", "new");
  }

  private static Loaded loaded(String yaml) {
    return loaded(yaml, "");
  }

  private static Loaded loaded(String yaml, String token) {
    byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
    return Loaded.of(Schema.builtIn(), StrictYaml.parse("test", text), Map.of("TOKEN", token));
  }
}
