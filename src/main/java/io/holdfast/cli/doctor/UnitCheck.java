package io.holdfast.cli.doctor;

import io.holdfast.ops.systemd.Budget;
import io.holdfast.ops.systemd.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether systemd gives the gateway the time that its configuration takes for a stop. */
public final class UnitCheck implements Check {

  private static final String UNIT = "holdfast.service";
  private static final List<String> PROPERTIES =
      List.of(
          "LoadState",
          "TimeoutStopUSec",
          "WatchdogUSec",
          "RestartPreventExitStatus",
          "RestartForceExitStatus");

  private final Duration drainTimeout;
  private final Shell shell;

  public UnitCheck(Duration drainTimeout, Shell shell) {
    this.drainTimeout = drainTimeout;
    this.shell = shell;
  }

  @Override
  public String name() {
    return "unit";
  }

  @Override
  public Finding look() {
    Optional<Map<String, String>> unit =
        shell
            .run(List.of("systemctl", "show", UNIT, "--property=" + String.join(",", PROPERTIES)))
            .map(UnitCheck::properties)
            .filter(properties -> "loaded".equals(properties.get("LoadState")));
    return unit.map(this::judged).orElseGet(() -> new Finding.Ok("no unit " + UNIT));
  }

  private Finding judged(Map<String, String> unit) {
    Duration needed = drainTimeout.plus(Budget.LEAST);
    String given = unit.getOrDefault("TimeoutStopUSec", "");
    boolean tooShort = TimeSpan.of(given).filter(t -> t.compareTo(needed) < 0).isPresent();
    if (tooShort) {
      return new Finding.Fail(
          UNIT + " is killed after " + given + ", but drain-timeout is " + seconds(drainTimeout),
          "set TimeoutStopSec="
              + seconds(drainTimeout.plus(Budget.GOOD))
              + ", then systemctl daemon-reload");
    }
    List<String> missing = new ArrayList<>();
    if (TimeSpan.of(unit.getOrDefault("WatchdogUSec", "")).filter(Duration::isZero).isPresent()) {
      missing.add("WatchdogSec=30s, so that a gateway that hangs is started again");
    }
    if (!has(unit, "RestartPreventExitStatus", "78")) {
      missing.add("RestartPreventExitStatus=78, or a bad configuration restarts for ever");
    }
    if (!has(unit, "RestartForceExitStatus", "75")) {
      missing.add("RestartForceExitStatus=75, or holdfast restart only stops it");
    }
    return missing.isEmpty()
        ? new Finding.Ok(
            UNIT + " gives a stop " + given + ", drain-timeout is " + seconds(drainTimeout))
        : new Finding.Warn(UNIT + " lacks settings", "add " + String.join("; ", missing));
  }

  private static boolean has(Map<String, String> unit, String property, String word) {
    return Arrays.asList(unit.getOrDefault(property, "").split(" ", -1)).contains(word);
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + "s";
  }

  private static Map<String, String> properties(String text) {
    Map<String, String> properties = new HashMap<>();
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line ->
                properties.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return properties;
  }
}
