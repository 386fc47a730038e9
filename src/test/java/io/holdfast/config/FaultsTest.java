package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A configuration that is not valid")
class FaultsTest {

  private static final String OPENAI = "type: openai, base-url: 'http://h/v1', model: m";

  @ParameterizedTest(name = "{0}")
  @MethodSource({"wholes", "connectors", "runners", "routes", "syntax"})
  @DisplayName("says what was found and expected, by path:")
  void saysEveryFault(String yaml, List<String> faults) {
    assertThat(Yaml.faults(yaml)).containsExactlyInAnyOrderElementsOf(faults);
  }

  static Stream<Arguments> wholes() {
    return Stream.of(
        of(
            "http: {port: 65536}",
            "http.port: found 65536, expected a whole number from 0 to 65535"),
        of(
            "http: {port: eighty}",
            "http.port: found \"eighty\", expected a whole number from 0 to 65535"),
        of("http: {host: ''}", "http.host: found empty text, expected text that is not empty"),
        of("http: 127.0.0.1", "http: found a single value (not shown), expected a block of keys"),
        of("watch: maybe", "watch: found \"maybe\", expected true or false"),
        of(
            "htpp: {}",
            "htpp: found an unknown key, expected one of http, store, drain-timeout, resume, admin,"
                + " deliveries, tracing, watch, plugins, connectors, runners, routes; did you mean `http`?"),
        of(
            "drain-timeout: 60",
            "drain-timeout: found 60, expected a length of time such as 90s, from 100ms to 24h"),
        of(
            "drain-timeout: 25h",
            "drain-timeout: found \"25h\", expected a length of time such as 90s, from 100ms to 24h"),
        of(
            "resume: {notice: quik, max-age: 0s}",
            "resume.notice: found \"quik\", expected one of always, quick, never; did you mean"
                + " `quick`?",
            "resume.max-age: found \"0s\", expected a length of time such as 90s, from 1s to 3650d"),
        of(
            "store: {postgres: 'mysql://u:hunter2@h/db'}",
            "store.postgres: found a single value (not shown), expected a URI such as"
                + " `postgresql://user@host/db`"),
        of(
            "{drain-timeout: soon, http: {port: -1}, routes: [{runner: nobody}]}",
            "drain-timeout: found \"soon\", expected a length of time such as 90s, from 100ms to 24h",
            "http.port: found -1, expected a whole number from 0 to 65535",
            "routes[0].runner: found \"nobody\", expected a runner of this file: demo"));
  }

  static Stream<Arguments> connectors() {
    return Stream.of(
        of(
            "connectors: {web: {}}",
            "connectors.web.type: found nothing, expected one of websocket, telegram, discord"),
        of(
            "connectors: {web: {type: web-socket}}",
            "connectors.web.type: found \"web-socket\", expected one of websocket, telegram,"
                + " discord; did you mean `websocket`?"),
        of(
            "connectors: {Web: {type: websocket}}",
            "connectors.Web: found this name, expected an id of a-z, 0-9 and -, at most 64"
                + " characters, that does not begin with -"),
        of(
            "connectors: {'ä/~': {type: websocket}}",
            "connectors.ä/~: found this name, expected an id of a-z, 0-9 and -, at most 64"
                + " characters, that does not begin with -"),
        of(
            "connectors: {web: {type: websocket, origins: ['https://a.example/', '*']}}",
            "connectors.web.origins[0]: found \"https://a.example/\", expected an origin such as"
                + " https://chat.example.org, without a path",
            "connectors.web.origins[1]: found \"*\", expected an origin such as"
                + " https://chat.example.org, without a path"),
        of(
            "connectors: {web: {type: websocket, chats: [], rate: {per: 1s}, limits: {text: 0}}}",
            "connectors.web.chats: found an empty list, expected a list of at least one item",
            "connectors.web.rate.messages: found nothing, expected a whole number from 1 to 1000000",
            "connectors.web.limits.text: found 0, expected a whole number from 1 to 67108864"),
        of(
            "connectors: {web: {type: websocket, token: ''}}",
            "connectors.web.token: found empty text, expected text that is not empty"),
        of(
            "connectors: {tg: {type: telegram, token: \"1:t\\n\", api: 'https://host:80a'}}",
            "connectors.tg.token: found a single value (not shown), expected a bot's id, a colon and"
                + " the rest of its token, without blanks or line breaks",
            "connectors.tg.api: found \"https://host:80a\", expected a URL such as"
                + " http://127.0.0.1:8081"),
        of(
            "connectors: {bot: {type: discord, token: \"t\\r\\n\", api: 'https://host:/api'}}",
            "connectors.bot.token: found a single value (not shown), expected a token without"
                + " blanks or line breaks",
            "connectors.bot.api: found \"https://host:/api\", expected a URL such as"
                + " https://discord.com/api/v10"),
        of("connectors: {tg: {type: telegram, token: '1:t/test', api: 'http://bot_api:81/a/'}}"),
        of("connectors: {bot: {type: discord, token: t.t-t_t, api: 'http://[::1]:80'}}"));
  }

  static Stream<Arguments> runners() {
    return Stream.of(
        of("runners: {}", "runners: found an empty block, expected a block of at least one key"),
        of(
            "runners: {demo: {type: demo, pase: 2s}}",
            "runners.demo.pase: found an unknown key, expected one of type, pace, ledger, max-turns,"
                + " turn-timeout; did you mean `pace`?"),
        of(
            "runners: {demo: {type: demo, maxTurns: 2, turn_timeout: 2m}}",
            "runners.demo.maxTurns: found an unknown key, expected one of type, pace, ledger, max-turns,"
                + " turn-timeout; did you mean `max-turns`?",
            "runners.demo.turn_timeout: found an unknown key, expected one of type, pace, ledger, max-turns,"
                + " turn-timeout; did you mean `turn-timeout`?"),
        of(
            "runners: {gpt: {type: openai}}",
            "runners.gpt.base-url: found nothing, expected a URL such as http://127.0.0.1:11434/v1",
            "runners.gpt.model: found nothing, expected text that is not empty"),
        of(
            "runners: {gpt: {type: openai, model: m, base-url: 'ftp://u:hunter2@h/v1'}}",
            "runners.gpt.base-url: found \"ftp://***@h/v1\", expected a URL such as"
                + " http://127.0.0.1:11434/v1"),
        of(
            "runners: {gpt: {" + OPENAI + ", temperature: 2.5, retries: many}}",
            "runners.gpt.temperature: found \"2.5\", expected a number from 0 to 2",
            "runners.gpt.retries: found \"many\", expected a whole number from 0 to 1000"),
        of(
            "runners: {tool: {type: command, command: ./agent.sh --fast}}",
            "runners.tool.command: found a single value (not shown), expected a list of a program"
                + " and its arguments, such as [./agent.sh, --fast]"),
        of(
            "runners: {tool: {type: command, command: []}}",
            "runners.tool.command: found an empty list, expected a list of a program and its"
                + " arguments, such as [./agent.sh, --fast]"),
        of(
            "runners: {tool: {type: command, command: [' '], env: {HOLDFAST_TURN: x}}}",
            "runners.tool.command[0]: found \" \", expected a program",
            "runners.tool.env.HOLDFAST_TURN: found this name, expected the name of a variable that"
                + " does not begin with HOLDFAST_"),
        of(
            "{drain-timeout: 3s, runners: {tool: {type: command, command: [x], grace: 4s}}}",
            "runners.tool.grace: found \"4s\", expected at most drain-timeout, which is 3s"));
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        of("routes: []", "routes: found an empty list, expected a list of at least one item"),
        of(
            "routes: [{chat: x}, 7]",
            "routes[0].runner: found nothing, expected text that is not empty",
            "routes[1]: found a single value (not shown), expected a block of keys"),
        of(
            "routes: [{runner: dmeo, connector: wep}]",
            "routes[0].runner: found \"dmeo\", expected a runner of this file: demo; did you mean"
                + " `demo`?",
            "routes[0].connector: found \"wep\", expected a connector of this file: web; did you"
                + " mean `web`?"),
        of(
            "routes: [{runner: demo, double-text: interupt}, {runner: demo, double-text: wait,"
                + " collect-window: 11s}]",
            "routes[0].double-text: found \"interupt\", expected one of enqueue, collect, steer,"
                + " interrupt, reject; did you mean `interrupt`?",
            "routes[1].double-text: found \"wait\", expected one of enqueue, collect, steer,"
                + " interrupt, reject",
            "routes[1].collect-window: found \"11s\", expected a length of time such as 90s, from 0s"
                + " to 10s"));
  }

  static Stream<Arguments> syntax() {
    return Stream.of(
        of(
            "http: {port: 1}\nroutes: [\nx",
            "holdfast.yaml, line 3, column 2: found a syntax error (expected ',' or ']', but got"
                + " <stream end>), expected a YAML file of keys and values"),
        of(
            "http: {}\nrunners: {}\nhttp: {}",
            "holdfast.yaml, line 3, column 1: found the same key twice: http, expected a YAML file"
                + " of keys and values"),
        of(
            "admin:\n\ttoken: x",
            "holdfast.yaml, line 2, column 1: found a syntax error (character '\\t(TAB)' that cannot"
                + " start any token. (Do not use \\t(TAB) for indentation)), expected a YAML file of"
                + " keys and values"),
        of(
            "- http",
            "holdfast.yaml: found a single value or a list, expected a YAML file of keys and values"),
        of(
            "a: \u0000",
            "holdfast.yaml: found what no YAML reader accepts, such as a control character, expected"
                + " a YAML file of keys and values"));
  }

  @Test
  @DisplayName("never shows a secret, however wrong the file is")
  void showsNoSecret() {
    for (String yaml :
        List.of(
            "connectors: {web: {type: websocket, token: [hunter2]}}",
            "connectors: {web: {type: websocket, tokn: hunter2}}",
            "connectors: hunter2",
            "admin: hunter2",
            "admin: {token: {hunter2x: 1}}",
            "runners: {t: {type: command, command: [x], env: {A: [hunter2]}}}",
            "runners: {g: {type: openai, base-url: 'hunter2', api-key: {a: hunter2}}}"
                .replace("'hunter2'", "'x://me:hunter2@h'"),
            "admin: {token: *hunter2}",
            "admin: {token: !hunter2 x}",
            "admin: {token: \"hunter2\\q\"}",
            "admin: {token: 'hunter2\nx: [")) {
      assertThat(Yaml.faults(yaml)).as(yaml).isNotEmpty();
      assertThat(String.join("\n", Yaml.faults(yaml)).replace("hunter2x", ""))
          .as(yaml)
          .doesNotContain("hunter2");
    }
  }

  private static Arguments of(String yaml, String... faults) {
    return arguments(yaml, List.of(faults));
  }
}
