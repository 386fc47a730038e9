package io.holdfast.lab.mutation;

import io.holdfast.lab.Effort;
import io.holdfast.lab.nodes.NodesLoop;
import io.holdfast.lab.power.PowerCuts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has a part of the lab look at a mutant. */
final class Trials {

  /** Long enough for the slowest trial on a machine that has much else to do. */
  private static final long MINUTES = 4;

  private Trials() {}

  /**
   * The red lines.
   *
   * @param classes of the mutant; empty for the gateway as it is
   * @param patience for how many milliseconds a run may do nothing that brings it to its end
   * @param log where the JVM's output goes
   */
  static List<String> run(Mutation.Trial trial, Path classes, Path log, long patience)
      throws Exception {
    if (trial instanceof Mutation.Worlds worlds) {
      return worlds(worlds, classes, log, patience);
    }
    return trial instanceof Mutation.Nodes nodes
        ? new NodesLoop(log.resolveSibling("nodes"), absolute(classes))
            .run(new Effort(1, 0, 0, nodes.disturbances()), line -> {})
            .red()
        : new PowerCuts(absolute(classes)).run(new Effort(1, 0, 0, 0), line -> {}).red();
  }

  /** The gateway that is tried there works in a directory of its own. */
  private static String absolute(Path classes) {
    return classes.toString().isEmpty() ? "" : classes.toAbsolutePath().toString();
  }

  private static List<String> worlds(Mutation.Worlds worlds, Path classes, Path log, long patience)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-Dlab.quiet=" + patience,
            "-Dlab.worlds=8"));
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(Worlds.class.getName());
    command.add(Integer.toString(worlds.times()));
    command.addAll(worlds.plans());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("a trial has not ended after " + MINUTES + " minutes");
      }
      return red(process.exitValue(), log);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> red(int exit, Path log) throws IOException {
    List<String> red =
        Files.readAllLines(log).stream()
            .filter(line -> line.startsWith(Worlds.RED))
            .map(line -> line.substring(Worlds.RED.length()))
            .toList();
    if (exit != (red.isEmpty() ? 0 : 1)) {
      throw new IllegalStateException("a trial broke, see " + log);
    }
    return red;
  }
}
