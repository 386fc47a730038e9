package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void dump() {
    for (String t :
        List.of(
            "",
            "http: {port: 99999, hots: x}",
            "runners: {gpt: {type: openai, base-url: 'ftp://u:secret@h', api_key: 7, temperature: 3}}",
            "runners: {gpt: {type: opnai}, x: {pace: 1s}, Y: 5, 'ä/b~c': {type: demo}}",
            "runners: {}\nroutes: []\nconnectors: sk-secret",
            "store: {postgres: 'postgresql://u:pw@h/db'}\nadmin: {token: ''}",
            "drain-timeout: 5\nresume: {quick: 2d, notice: quik}",
            "routes:\n  - {runner: demmo, double-text: steer, connector: wep}\n  - {chat: x}\n  - 7",
            "runners: {t: {type: command, command: './a b'}, u: {type: command, command: []}, v: {type: command, command: [' ', ~], env: {HOLDFAST_X: 1, OK: true}}}",
            "a: [\nb",
            "http: {}\nhttp: {}",
            "token: *secret",
            "- 1",
            "a: @x",
            "connectors: {web: {type: websocket, token: '${env:NOPE}', origins: ['https://x/', '${FOO}', '${evn:FOO}', '${file:/nope}'], limits: {frame: 1}, rate: {}}}"))
      System.out.println("--- " + t + "\n" + String.join("\n", Yaml.faults(t)));
    System.out.println(Yaml.load("", java.util.Map.of()).masked());
    assertThat(1).isEqualTo(1);
  }
}
