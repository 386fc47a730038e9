package io.holdfast.cli;

import io.holdfast.cli.doctor.Check;
import io.holdfast.cli.doctor.ClockCheck;
import io.holdfast.cli.doctor.ConfigurationCheck;
import io.holdfast.cli.doctor.DatabaseCheck;
import io.holdfast.cli.doctor.DiskCheck;
import io.holdfast.cli.doctor.Finding;
import io.holdfast.cli.doctor.GatewayCheck;
import io.holdfast.cli.doctor.IntegrityCheck;
import io.holdfast.cli.doctor.OpenFilesCheck;
import io.holdfast.cli.doctor.OwnerCheck;
import io.holdfast.cli.doctor.PortCheck;
import io.holdfast.cli.doctor.RunnerCheck;
import io.holdfast.cli.doctor.UnitCheck;
import io.holdfast.cli.files.Owner;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Tone;
import io.holdfast.config.Config;
import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;

/** Looks at everything that an operator should look at. */
@Command(
    name = "doctor",
    description = {
      "Look whether anything is wrong here.",
      "Configuration, database, disk, clock, limits, unit file, port, runners, and the gateway"
          + " itself. A line for each: ok, warn or fail, what was found, and what to do. Exits with"
          + " 1 if any fails."
    },
    footer = {
      "  holdfast doctor -c /etc/holdfast/holdfast.yaml",
      "  holdfast doctor --json | jq '.checks[] | select(.result != \"ok\")'"
    })
final class DoctorCommand extends AskingCommand {

  private static final Set<String> PARTS = Set.of("http", "store", "drain-timeout");

  DoctorCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) {
    return asking().withStoreFiles(files -> examine(checks(files), screen));
  }

  private int examine(List<Check> checks, Screen screen) {
    JsonArray results = new JsonArray();
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    boolean healthy = true;
    for (Check check : checks) {
      Finding finding = look(check);
      healthy &= !(finding instanceof Finding.Fail);
      results.add(json(check, finding));
      if (!json()) {
        show(check, finding, width, screen);
      }
    }
    if (json()) {
      screen.json(new JsonObject().put("ok", healthy).put("checks", results).encode());
    }
    return healthy ? ExitCode.CLEAN : ExitCode.OTHER;
  }

  /** One check that breaks must not keep the others from being made. */
  private static Finding look(Check check) {
    try {
      return check.look();
    } catch (RuntimeException e) {
      String message = e.getMessage();
      return new Finding.Fail(message == null ? e.toString() : message, "");
    }
  }

  private static void show(Check check, Finding finding, int width, Screen screen) {
    Tone tone =
        finding instanceof Finding.Ok
            ? Tone.GOOD
            : finding instanceof Finding.Warn ? Tone.ATTENTION : Tone.BAD;
    screen.line(
        new Cell(String.format(Locale.ROOT, "%-6s", word(finding)), tone),
        Cell.of(String.format(Locale.ROOT, "%-" + (width + 2) + "s", check.name())),
        Cell.of(finding.what() + (finding.todo().isEmpty() ? "" : "; " + finding.todo())));
  }

  private static JsonObject json(Check check, Finding finding) {
    return new JsonObject()
        .put("check", check.name())
        .put("result", word(finding))
        .put("what", finding.what())
        .put("todo", finding.todo());
  }

  private static String word(Finding finding) {
    if (finding instanceof Finding.Ok) {
      return "ok";
    }
    return finding instanceof Finding.Warn ? "warn" : "fail";
  }

  private List<Check> checks(StoreFiles files) {
    ConfigChoice choice = asking().choice();
    List<Check> checks = new ArrayList<>();
    Optional<Config> whole = Optional.empty();
    List<Fault> faults = List.of();
    try {
      whole = Optional.of(choice.load(asking().kinds()).loaded().config());
    } catch (ConfigFaults invalid) {
      faults = invalid.faults();
    }
    checks.add(new ConfigurationCheck(choice.toString(), whole, faults));
    Optional<Config> known = whole.or(this::partly);
    known.ifPresent(config -> checks.addAll(local(config, files)));
    checks.add(new OpenFilesCheck(Path.of("/proc/self/limits")));
    whole.ifPresent(config -> checks.addAll(runners(config)));
    Optional<Path> database = known.flatMap(config -> config.database().embedded());
    checks.add(
        new GatewayCheck(
            this::client, () -> database.map(Owner::of).orElseGet(OptionalLong::empty)));
    return checks;
  }

  /** What can be had of a configuration that is not valid. */
  private Optional<Config> partly() {
    try {
      return Optional.of(
          asking().choice().partly(asking().surroundings().environment(), PARTS).config());
    } catch (ConfigFaults unreadable) {
      return Optional.empty();
    }
  }

  private List<Check> local(Config config, StoreFiles files) {
    List<Check> checks = new ArrayList<>();
    config.database().embedded().ifPresent(file -> checks.addAll(database(file, files)));
    checks.add(new UnitCheck(config.drainTimeout(), asking().surroundings().shell()));
    checks.add(new PortCheck(config.http()));
    return checks;
  }

  private List<Check> database(Path file, StoreFiles files) {
    return List.of(
        new DatabaseCheck(file),
        new IntegrityCheck(file, files),
        new OwnerCheck(file),
        new DiskCheck(file),
        new ClockCheck(file, files, asking().surroundings().viewer().clock()));
  }

  private List<RunnerCheck> runners(Config config) {
    String path = asking().surroundings().variable("PATH").orElse("");
    return config.runners().stream().map(runner -> new RunnerCheck(runner, path)).toList();
  }
}
