package io.holdfast.cli;

import io.holdfast.config.Block;
import io.holdfast.config.Config;
import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Loaded;
import io.holdfast.config.RouteRule;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is wrong with a configuration, or what it means. */
@Command(
    name = "check",
    description = "Say all that is wrong with a configuration, or what it sets up.",
    footer = "  holdfast check --print -c holdfast.yaml")
final class CheckCommand implements Callable<Integer> {

  private final Holdfast holdfast;

  @Option(names = "--print", description = "Also show every setting in force, secrets masked.")
  boolean print;

  @Spec @Nullable CommandSpec spec;

  CheckCommand(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  @Override
  public Integer call() {
    ConfigChoice choice = holdfast.choice();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      Loaded loaded = choice.load(holdfast.kinds()).loaded();
      out.println(choice + ": ok");
      summary(loaded.config()).forEach(out::println);
      if (print) {
        out.println();
        out.print(loaded.masked());
      }
      return ExitCode.CLEAN;
    } catch (ConfigFaults invalid) {
      int faults = invalid.faults().size();
      out.println(choice + ": " + faults + (faults == 1 ? " fault" : " faults"));
      invalid.faults().forEach(out::println);
      return ExitCode.BAD_CONFIG;
    } finally {
      out.flush();
    }
  }

  private static List<String> summary(Config config) {
    return List.of(
        "connectors: " + blocks(config.connectors()),
        "runners: " + blocks(config.runners()),
        "routes: " + routes(config.routes().rules()));
  }

  private static String blocks(List<Block> blocks) {
    return blocks.isEmpty()
        ? "none"
        : blocks.stream()
            .map(b -> b.id() + " (" + b.type() + ")")
            .collect(Collectors.joining(", "));
  }

  private static String routes(List<RouteRule> rules) {
    return rules.stream()
        .map(r -> r.connector() + "/" + r.chat() + " -> " + r.route().runner())
        .collect(Collectors.joining(", "));
  }
}
