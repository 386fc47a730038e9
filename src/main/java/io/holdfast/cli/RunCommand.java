package io.holdfast.cli;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the gateway. */
@Command(
    name = "run",
    description = "Run the gateway until it is stopped.",
    footer = "  holdfast run -c /etc/holdfast/holdfast.yaml")
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Holdfast holdfast;
  private final Boot boot;

  RunCommand(Holdfast holdfast, Boot boot) {
    this.holdfast = holdfast;
    this.boot = boot;
  }

  @Override
  public Integer call() throws InterruptedException {
    boot.begins();
    ConfigChoice choice = holdfast.choice();
    LOG.info("configuration file={} because={}", choice, choice.reason());
    try {
      return boot.run(choice.load(boot.kinds()), choice.file());
    } catch (ConfigFaults invalid) {
      for (Fault fault : invalid.faults()) {
        LOG.error("configuration fault {}", fault);
      }
      LOG.error("configuration not valid file={} faults={}", choice, invalid.faults().size());
      return ExitCode.BAD_CONFIG;
    }
  }
}
