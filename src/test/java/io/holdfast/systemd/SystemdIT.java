package io.holdfast.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One boot for all; each test finds the service installed, not started, and without data. */
@DisplayName("Under a real systemd the service")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemdIT {

  private static final int STEPS = 60;
  private static final String TASK = "work for " + STEPS + " steps";
  private static final String QUICK =
      "drain-timeout: 3s\nrunners: {demo: {type: demo, pace: 150ms}}\n";
  private static final String PATIENT =
      "drain-timeout: 20s\nwatch: false\nrunners: {demo: {type: demo, pace: 250ms}}\n";

  /** Works as long as a test may need to strike. */
  private static final String SLOW =
      "drain-timeout: 3s\nwatch: false\nrunners: {demo: {type: demo, pace: 300ms}}\n";

  /** As slow, and its process has more time from the end of its drain to its own end. */
  private static final String SLOW_TO_END = SLOW.replace("3s", "6s");

  /** For the life after that: what is left is done at once. */
  private static final String AT_ONCE = SLOW.replace("300ms", "10ms");

  private static final String ADMIN =
      "admin: {token: \"${file:/run/credentials/holdfast.service/admin-token}\"}\n";
  private static final String JAVA_OPTS =
      "-Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1";

  private RealSystemd systemd;
  private Service service;

  @BeforeAll
  void boot(@TempDir Path directory) throws Exception {
    systemd = RealSystemd.boot(directory);
    service = Service.install(systemd, directory);
  }

  @AfterAll
  void end() throws Exception {
    if (systemd != null) {
      systemd.close();
    }
  }

  @BeforeEach
  void renew() throws Exception {
    service.renew();
    service.configure(QUICK);
    // Starts in two thirds of the time; one test has the unit as it is.
    service.edit("compiler", "Environment=\"JAVA_OPTS=" + JAVA_OPTS + "\"");
  }

  // ── start ────────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("is active once it is ready, and says what it does")
  void starts() throws Exception {
    service.unedit("compiler");
    service.start();
    assertThat(service.show("ActiveState")).isEqualTo("active");
    service.awaitShown("StatusText", "serving: 0 turns running, 0 queued");
    try (Talk talk = new Talk(service)) {
      talk.say("hello");
      assertThat(talk.awaitReply()).isEqualTo("echo: hello");
    }
  }

  @Test
  @DisplayName("starts without any secret, and finds those that there are")
  void secrets() throws Exception {
    Path credentials = systemd.path("/etc/holdfast/credentials");
    Files.delete(credentials.resolve("admin-token"));
    Files.delete(credentials);
    service.start();
    systemd.must("systemctl", "stop", "holdfast");

    Files.createDirectory(credentials);
    Files.writeString(credentials.resolve("admin-token"), "a-1\n");
    Files.writeString(credentials.resolve("web"), "w-1\n");
    service.configure(
        QUICK
            + ADMIN
            + "connectors: {web: {type: websocket,"
            + " token: \"${file:/run/credentials/holdfast.service/secret_web}\"}}\n");
    service.start();
    try (Talk talk = new Talk(service, "w-1")) {
      talk.say("hello");
      assertThat(talk.awaitReply()).isEqualTo("echo: hello");
    }
  }

  @Test
  @DisplayName("logs with priorities, and leaves the time to the journal")
  void journal() throws Exception {
    service.start();
    await()
        .atMost(Service.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(own())
                    .anySatisfy(
                        line -> {
                          assertThat(line.getString("MESSAGE")).startsWith("Daemon ready url=");
                          assertThat(line.getString("PRIORITY")).isEqualTo("6");
                        }));
    assertThat(own()).noneMatch(line -> line.getString("MESSAGE").contains("INFO"));
  }

  /** What the gateway itself has logged. */
  private List<JsonObject> own() {
    return service
        .journal("json")
        .lines()
        .map(JsonObject::new)
        .filter(line -> "java".equals(line.getString("_COMM")))
        .toList();
  }

  @Test
  @DisplayName("S33: is not started again on a bad configuration, which cannot get better")
  void badConfiguration() throws Exception {
    service.configure("runners: {demo: {type: nonsense}}\n");
    assertThat(systemd.run("systemctl", "start", "holdfast").code()).isNotZero();
    assertThat(service.show("ExecMainStatus")).isEqualTo("78");
    assertThat(service.show("SubState")).isEqualTo("failed");
    assertThat(service.show("NRestarts")).isEqualTo("0");
  }

  @Test
  @DisplayName("S33: is started again as often as it takes when its port is taken meanwhile")
  void neverGivesUp() throws Exception {
    service.edit("quick", "RestartSec=100ms");
    try (ServerSocket taken =
        new ServerSocket(service.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      systemd.run("systemctl", "start", "--no-block", "holdfast");
      await()
          .atMost(Service.PATIENCE)
          .until(() -> Integer.parseInt(service.show("NRestarts")) >= 6);
    }
    service.awaitShown("ActiveState", "active");
  }

  // ── restart ──────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("S01, S12: is restarted and goes on with its task, which knows the reason")
  void restart() throws Exception {
    service.configure(SLOW);
    service.start();
    try (Talk talk = new Talk(service)) {
      talk.say(TASK);
      talk.awaitStep(3);
      service.configure(AT_ONCE);
      systemd.must("systemctl", "restart", "holdfast");
      talk.assertDoneOnce(STEPS, 2);
      assertThat(talk.reasons()).containsOnly("restart");
    }
  }

  @Test
  @DisplayName("is started again when an operator asks it to, with the progress shown")
  void restartAsked() throws Exception {
    service.configure(SLOW_TO_END + ADMIN);
    service.edit("quick", "RestartSec=100ms");
    service.start();
    String pid = service.show("MainPID");
    try (Talk talk = new Talk(service)) {
      talk.say("work for 100 steps");
      talk.awaitStep(3);
      service.configure(AT_ONCE + ADMIN);
      assertThat(systemd.must("/usr/local/bin/holdfast", "restart"))
          .containsSubsequence("draining: 1 turn, ", "stopped", "back after ");
      talk.assertDoneOnce(100, 2);
      assertThat(talk.reasons()).containsOnly("restart");
    }
    assertThat(service.show("MainPID")).isNotEqualTo(pid);
    assertThat(service.journal())
        .contains("reason=RESTART", "holdfast.service: Scheduled restart job")
        .doesNotContain("Failed with result");
  }

  @Test
  @DisplayName("says while it drains what it waits for, and is given the time that it asks for")
  void drains() throws Exception {
    service.configure(PATIENT);
    service.edit("short", "TimeoutStopSec=4s");
    service.start();
    try (Talk talk = new Talk(service)) {
      talk.say("work for 24 steps");
      talk.awaitStep(2);
      systemd.must("systemctl", "stop", "--no-block", "holdfast");
      await()
          .atMost(Service.PATIENCE)
          .until(() -> service.show("StatusText").matches("draining: 1 turn, 1?\\d s left"));
      service.awaitShown("ActiveState", "inactive");
      assertThat(service.show("Result")).isEqualTo("success");
      assertThat(service.journal()).doesNotContain("Killing process");
      service.start();
      talk.assertDoneOnce(24, 1);
      assertThat(talk.reasons()).isEmpty();
    }
  }

  @Test
  @DisplayName("S01, S32: is killed in its wait by a unit that is wrong, has said so, and goes on")
  void killedInTheWait() throws Exception {
    service.configure(PATIENT);
    service.edit("wrong", "Type=exec\nNotifyAccess=none\nWatchdogSec=0\nTimeoutStopSec=2s");
    service.start();
    await()
        .atMost(Service.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(service.journal())
                    .contains(
                        "unit=holdfast.service TimeoutStopSec=2s drain-timeout=20s: too short,"
                            + " set TimeoutStopSec=35s\n")
                    .contains("ready url="));
    try (Talk talk = new Talk(service)) {
      talk.say(TASK);
      talk.awaitStep(3);
      service.configure(AT_ONCE);
      systemd.must("systemctl", "restart", "holdfast");
      assertThat(service.journal())
          .contains("State 'stop-sigterm' timed out. Killing.")
          .contains("status=9/KILL");
      talk.assertDoneOnce(STEPS, 2);
      assertThat(talk.reasons()).containsOnly("restart");
    }
  }

  @Test
  @DisplayName("S36: is killed by the watchdog when an event loop hangs, and goes on")
  void hungEventLoop() throws Exception {
    String kill = "TimeoutAbortSec=3s\nRestartSec=100ms\n";
    service.edit("watchdog", kill + "WatchdogSec=4s");
    service.edit(
        "hang", "Environment=\"JAVA_OPTS=" + JAVA_OPTS + " -Dholdfast.failpoint=claimed=hang\"");
    service.start();
    service.unedit("hang");
    // For the next life, which is to be killed by no delay.
    service.edit("watchdog", kill + "WatchdogSec=10s");
    try (Talk talk = new Talk(service)) {
      talk.say("work for 3 steps");
      talk.assertDoneOnce(3, 2);
      assertThat(talk.reasons()).containsOnly("crash");
    }
    assertThat(service.show("NRestarts")).isEqualTo("1");
    assertThat(service.journal())
        .contains("watchdog=withheld missing=[event-loop-")
        .contains("Watchdog timeout")
        .contains("Full thread dump")
        .contains("io.holdfast.failpoint.Failpoint.reached");
  }

  @Test
  @DisplayName(
      "hears from systemd no more than it says: a healthy one outlives its watchdog's time")
  void healthy() throws Exception {
    // It says so three times in that.
    service.edit("watchdog", "WatchdogSec=8s");
    service.start();
    String since = service.show("WatchdogTimestampMonotonic");
    await()
        .atMost(Service.PATIENCE)
        .until(
            () ->
                Long.parseLong(service.show("WatchdogTimestampMonotonic"))
                    > Long.parseLong(since) + 7_500_000);
    assertThat(service.show("NRestarts")).isEqualTo("0");
  }

  @Test
  @DisplayName("S38: is reloaded with another runner while that works, and the task goes on")
  void reload() throws Exception {
    service.start();
    String pid = service.show("MainPID");
    try (Talk talk = new Talk(service)) {
      talk.say("work for 100 steps");
      talk.awaitStep(3);
      service.configure(QUICK.replace("150ms", "10ms"));
      systemd.must("systemctl", "reload", "holdfast");
      talk.assertDoneOnce(100, 2);
      assertThat(talk.reasons()).containsOnly("redeploy");
    }
    assertThat(service.show("MainPID")).isEqualTo(pid);
    assertThat(service.show("ActiveState")).isEqualTo("active");
    assertThat(service.journal()).contains("redeploy runner demo: pace: 150ms \u2192 10ms");
  }

  // ── sandbox ──────────────────────────────────────────────────────────────────────────────────

  @Test
  @DisplayName("writes nowhere but into its state directory and a /tmp of its own")
  void sandbox() throws Exception {
    service.configure(
        "runners: {tool: {type: command, command: [/bin/sh, -c, \""
            + "for f in /x /etc/x /etc/holdfast/x /usr/local/x /var/x /var/lib/x /run/x /root/x"
            + " /home/x /boot/x /mnt/d/x /sys/x /proc/sys/kernel/hostname /dev/x; do"
            + " touch $f 2>/dev/null && echo wrote $f;"
            + " done;"
            + " for f in /var/lib/holdfast/x /tmp/x /var/tmp/x; do"
            + " touch $f && echo may write $f;"
            + " done;"
            + " cat /etc/holdfast/credentials/admin-token 2>/dev/null && echo read the secret;"
            + " unshare --user true 2>/dev/null && echo made a namespace;"
            + " mount -t tmpfs tmpfs /tmp 2>/dev/null && echo mounted;"
            + " grep CapEff /proc/self/status; grep NoNewPrivs /proc/self/status;"
            + " test $(id -u) -ge 61184 && echo a user of its own"
            + "\"]}}\nroutes: [{runner: tool}]\n");
    service.start();
    try (Talk talk = new Talk(service)) {
      talk.say("try");
      assertThat(talk.awaitReply().strip().replace('\t', ' ').lines())
          .containsExactly(
              "may write /var/lib/holdfast/x",
              "may write /tmp/x",
              "may write /var/tmp/x",
              "CapEff: 0000000000000000",
              "NoNewPrivs: 1",
              "a user of its own");
    }
    assertThat(systemd.run("test", "-e", "/tmp/x").code()).isNotZero();
  }

  @Test
  @DisplayName("has a unit that systemd finds nothing to say about, and an exposure of at most 2.0")
  void exposure() throws Exception {
    assertThat(systemd.must("systemd-analyze", "verify", "holdfast.service")).isEmpty();
    String report =
        systemd.must(
            "systemd-analyze",
            "security",
            "--no-pager",
            "--offline=true",
            "/etc/systemd/system/holdfast.service");
    Matcher exposure =
        Pattern.compile("Overall exposure level for holdfast.service: (\\d+\\.\\d+)")
            .matcher(report);
    assertThat(exposure.find()).as(report).isTrue();
    System.out.println(exposure.group());
    assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(2.0);
  }
}
