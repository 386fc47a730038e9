package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A traced message")
class TraceTest {

  private static final String REQUEST = "GET /api/messages/m-1";

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
  @DisplayName("is a timeline with what passed between, its steps and its reply in their places")
  void onTerminal() {
    answer(
        """
        {"message":%s,"turn":%s,"timeline":[%s]}"""
            .formatted(Canned.message("task"), Canned.detail("done"), Canned.timeline()));
    assertThat(trace(console().onTerminal()))
        .isEqualTo(
            """
            web/chat-1  message m-1  from u-7 · turn 0193b5c0-0000-7000-8000-000000000001 · done in 12.4 s, 2 attempts
            2026-11-24
            12:00:01.123            accepted     queued
            12:00:01.130  +7 ms     claimed      attempt 1 by demo
            12:00:02.140  +1.0 s    step 1       "step 1 of 2" 1.0 s, attempt 1
            12:00:05.000  +2.8 s    interrupted  attempt 1: restart
            12:00:10.400  +5.4 s    resumed      attempt 2 by demo after restart
            12:00:11.500  +1.1 s    step 2       "step 2 of 2" 1.0 s, attempt 2
            12:00:13.523  +2.0 s    finished     attempt 2: done
            12:00:13.535  +12 ms    delivered    reply, waited 12 ms
                          total     12.4 s
            """);
  }

  @Test
  @DisplayName("has times of RFC 3339 in a pipe, and no colours")
  void inPipe() {
    answer(
        """
        {"message":%s,"turn":%s,"timeline":[%s]}"""
            .formatted(Canned.message("task"), Canned.detail("done"), Canned.timeline()));
    assertThat(trace(console()).lines())
        .contains("2026-11-24T12:00:01.130Z  +7 ms     claimed      attempt 1 by demo")
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  @DisplayName("that is not answered yet shows what is under way, and counts to now")
  void underWay() {
    String turn =
        """
        {"turn":%s,"steps":[%s],"deliveries":[],"messages":[]}"""
            .formatted(
                Canned.turn("running", "null"),
                Canned.step("1", 2, "2026-11-24T12:00:14.000Z", "null"));
    answer(
        """
        {"message":%s,"turn":%s,"timeline":[%s]}"""
            .formatted(
                Canned.message("task"), turn, Canned.noted("01.123", "accepted", 0, "queued")));
    assertThat(trace(console().onTerminal()).lines())
        .first(InstanceOfAssertFactories.STRING)
        .endsWith(" · running for 6.4 s, 2 attempts");
    assertThat(trace(console().onTerminal()).lines())
        .endsWith(
            "12:00:14.000  +12.8 s   step 1    \"step 1 of 2\" begun, no result, attempt 2",
            "              total     18.8 s so far");
  }

  @Test
  @DisplayName("that was a command has no turn")
  void command() {
    answer(
        """
        {"message":%s,"turn":null,"timeline":[%s]}"""
            .formatted(
                Canned.message("command"), Canned.noted("01.123", "accepted", 0, "command")));
    assertThat(trace(console()).lines())
        .containsExactly(
            "web  message m-1  from u-7 · a command",
            "2026-11-24T12:00:01.123Z            accepted  command",
            "                          total     0 ms");
  }

  @Test
  @DisplayName("cannot make the terminal do anything")
  void harmless() {
    answer(
        """
        {"message":%s,"turn":null,"timeline":[%s]}"""
            .formatted(
                Canned.message("command").replace("u-7", "\\u001b]0;gone\\u0007"),
                Canned.noted("01.123", "accepted", 0, "\\u001b[2J")));
    assertThat(trace(console().onTerminal())).doesNotContain("\u001b", "\u0007");
  }

  @Test
  @DisplayName("is passed on as it came with --json")
  void json() {
    answer("{\"message\":{},\"new\":1}");
    assertThat(trace(console(), "--json"))
        .isEqualTo("{\"items\":[{\"message\":{},\"new\":1}],\"next\":null}\n");
  }

  private void answer(String trace) {
    gateway.on(REQUEST, 200, Canned.page("null", trace));
  }

  private Console console() {
    return new Console(directory).with("HOLDFAST_URL", gateway.url());
  }

  private static String trace(Console console, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "trace";
    args[1] = "m-1";
    System.arraycopy(options, 0, args, 2, options.length);
    Console.Result result = console.run(args);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }
}
