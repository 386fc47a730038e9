package io.holdfast.gateway;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.holdfast.connector.ConnectorType;
import io.holdfast.runner.RunnerType;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The plugins of a directory: each jar of it is one, with a class loader of its own below that of
 * Holdfast. So two of them may bring the same library in two versions, and what Holdfast has itself
 * is Holdfast's for all.
 */
public final class Plugins {

  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

  private final Map<String, Path> origins = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private Kinds kinds;

  private Plugins(Kinds builtIn) {
    this.kinds = builtIn;
  }

  /**
   * What is built in and what the jars bring. Throws {@link ConfigFaults} that name each jar which
   * cannot be used, and why.
   */
  public static Kinds of(Path directory, Kinds builtIn) {
    Plugins plugins = new Plugins(builtIn);
    jars(directory).forEach(plugins::load);
    if (!plugins.faults.isEmpty()) {
      throw new ConfigFaults(plugins.faults);
    }
    return plugins.kinds;
  }

  private static List<Path> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      String found = directory + ", which cannot be read";
      throw new ConfigFaults(
          List.of(new Fault("plugins", found, "a directory that may hold jars", "")));
    }
  }

  private void load(Path jar) {
    try {
      int before = faults.size();
      int taken = 0;
      for (Plugin plugin : ServiceLoader.load(Plugin.class, classes(jar))) {
        take(jar, plugin);
        taken++;
      }
      if (taken == 0 && faults.size() == before) {
        fault(jar, "no plugin", "a jar with " + SERVICE, "");
      }
    } catch (MalformedURLException
        | RuntimeException
        | ServiceConfigurationError
        | LinkageError e) {
      fault(jar, "a plugin that cannot be loaded: " + cause(e), "one made for this Holdfast", "");
    }
  }

  /** Open until the process ends: a class may be wanted at any time. */
  private static ClassLoader classes(Path jar) throws MalformedURLException {
    URL[] content = {jar.toUri().toURL()};
    return new URLClassLoader("plugin " + jar, content, Plugins.class.getClassLoader());
  }

  private static String cause(Throwable e) {
    return e instanceof ServiceConfigurationError && e.getCause() != null
        ? e.getCause().toString()
        : e.toString();
  }

  private void take(Path jar, Plugin plugin) {
    for (ConnectorType type : plugin.connectors()) {
      boolean builtIn = kinds.connectors().stream().anyMatch(one -> one.name().equals(type.name()));
      if (free("connector", type.name(), builtIn, jar)) {
        kinds = kinds.with(type);
      }
    }
    for (RunnerType type : plugin.runners()) {
      boolean builtIn = kinds.runners().stream().anyMatch(one -> one.name().equals(type.name()));
      if (free("runner", type.name(), builtIn, jar)) {
        kinds = kinds.with(type);
      }
    }
  }

  private boolean free(String kind, String name, boolean taken, Path jar) {
    String type = kind + " type " + name;
    if (!name.matches(NAME)) {
      fault(jar, "the " + type, "a name of a-z, 0-9 and -", "");
      return false;
    }
    if (taken) {
      Path other = origins.get(type);
      String first = other == null ? "Holdfast has it built in" : other + " has it";
      fault(jar, "a second " + type, "a name that nothing else has", first);
      return false;
    }
    origins.put(type, jar);
    return true;
  }

  private void fault(Path jar, String found, String expected, String suggestion) {
    faults.add(new Fault(jar.toString(), found, expected, suggestion));
  }
}
