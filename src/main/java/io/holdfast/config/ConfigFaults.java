package io.holdfast.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration is not valid; carries everything that is wrong with it. */
public final class ConfigFaults extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /** At least one fault, in the order in which a reader should see them. */
  public ConfigFaults(List<Fault> faults) {
    super(
        faults.stream().map(Fault::toString).collect(Collectors.joining("\n")), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** What is wrong, one entry a fault. */
  public List<Fault> faults() {
    return faults;
  }
}
