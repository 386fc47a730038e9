package io.holdfast.cli.doctor;

import io.holdfast.config.Config;
import io.holdfast.config.Fault;
import java.util.List;
import java.util.Optional;

/** Whether the configuration is valid. */
public final class ConfigurationCheck implements Check {

  private final String file;
  private final Optional<Config> config;
  private final List<Fault> faults;

  /**
   * @param config empty when it is not valid
   * @param faults then, why
   */
  public ConfigurationCheck(String file, Optional<Config> config, List<Fault> faults) {
    this.file = file;
    this.config = config;
    this.faults = List.copyOf(faults);
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public Finding look() {
    return config.<Finding>map(c -> new Finding.Ok(file + ": " + parts(c))).orElseGet(this::wrong);
  }

  private static String parts(Config config) {
    return count(config.connectors().size(), "connector")
        + ", "
        + count(config.runners().size(), "runner");
  }

  private Finding wrong() {
    String first = faults.isEmpty() ? "" : ", the first: " + faults.get(0);
    return new Finding.Fail(
        file + ": " + count(faults.size(), "fault") + first, "holdfast check says them all");
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
