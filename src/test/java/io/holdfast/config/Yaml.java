package io.holdfast.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Loads configurations that tests write down as text, without a file and without Vert.x. */
final class Yaml {

  private Yaml() {}

  static Loaded load(String text, Map<String, String> environment) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return Loaded.of(Schema.builtIn(), StrictYaml.parse("holdfast.yaml", content), environment);
  }

  static Config load(String text) {
    return load(text, Map.of()).config();
  }

  /** The faults of a configuration; none if it is valid. */
  static List<String> faults(String text, Map<String, String> environment) {
    try {
      load(text, environment);
      return List.of();
    } catch (ConfigFaults faults) {
      return faults.faults().stream().map(Fault::toString).toList();
    }
  }

  static List<String> faults(String text) {
    return faults(text, Map.of());
  }
}
