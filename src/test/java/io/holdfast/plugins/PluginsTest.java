package io.holdfast.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Window;
import io.holdfast.gateway.Kinds;
import io.holdfast.gateway.Plugin;
import io.holdfast.gateway.Plugins;
import io.holdfast.runner.RunnerType;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A directory of plugins")
class PluginsTest {

  private static final Facts FACTS =
      Facts.of("X", "token", Facts.Acknowledgement.NONE, Window.NONE, Window.FOR_EVER, 100);

  private static final Kinds BUILT_IN =
      new Kinds(List.of(), List.of(new RunnerType("demo", (vertx, settings) -> done())));

  @TempDir Path directory;

  private static io.holdfast.runner.Runner done() {
    return turn -> Future.failedFuture("nothing runs here");
  }

  private static ConnectorType connector(String name) {
    return new ConnectorType(name, FACTS, (block, services) -> context -> Future.succeededFuture());
  }

  /** Brings a connector and a runner. */
  public static final class Good implements Plugin {
    @Override
    public List<ConnectorType> connectors() {
      return List.of(connector("fax"));
    }

    @Override
    public List<RunnerType> runners() {
      return List.of(new RunnerType("fax", (vertx, settings) -> done()));
    }
  }

  /** Wants names that are taken, or none. */
  public static final class Greedy implements Plugin {
    @Override
    public List<ConnectorType> connectors() {
      return List.of(connector("fax"), connector("Tele gram"));
    }

    @Override
    public List<RunnerType> runners() {
      return List.of(new RunnerType("demo", (vertx, settings) -> done()));
    }
  }

  /** Cannot be made. */
  public static final class Broken implements Plugin {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("deliberately");
    }
  }

  /** Wants a class that is not there. */
  public static final class Outdated implements Plugin {
    @Override
    public List<RunnerType> runners() {
      throw new NoClassDefFoundError("io/holdfast/Gone");
    }
  }

  private Path jar(String name, String provider) throws IOException {
    return PluginJar.of(directory.resolve(name), PluginsTest.class, provider);
  }

  private List<Fault> faults() {
    return catchThrowableOfType(ConfigFaults.class, () -> Plugins.of(directory, BUILT_IN)).faults();
  }

  @Test
  @DisplayName("adds what its jars bring to what is built in, and passes over all else")
  void adds() throws IOException {
    jar("good.jar", Good.class.getName());
    Files.writeString(directory.resolve("notes.txt"), "no jar");
    Kinds kinds = Plugins.of(directory, BUILT_IN);
    assertThat(kinds.connectors()).extracting(ConnectorType::name).containsExactly("fax");
    assertThat(kinds.runners()).extracting(RunnerType::name).containsExactly("demo", "fax");
  }

  @Test
  @DisplayName("may be empty, but not missing")
  void missing() {
    assertThat(Plugins.of(directory, BUILT_IN)).isEqualTo(BUILT_IN);
    directory = directory.resolve("none");
    assertThat(faults())
        .extracting(Fault::toString)
        .containsExactly(
            "plugins: found "
                + directory
                + ", which cannot be read, expected a directory that may hold jars");
  }

  @Test
  @DisplayName("has no name twice, whoever had it first, and no name that nobody could write")
  void names() throws IOException {
    Path good = jar("a.jar", Good.class.getName());
    Path greedy = jar("b.jar", Greedy.class.getName());
    assertThat(faults())
        .containsExactly(
            new Fault(
                greedy.toString(),
                "a second connector type fax",
                "a name that nothing else has",
                good + " has it"),
            new Fault(
                greedy.toString(), "the connector type Tele gram", "a name of a-z, 0-9 and -", ""),
            new Fault(
                greedy.toString(),
                "a second runner type demo",
                "a name that nothing else has",
                "Holdfast has it built in"));
  }

  @Test
  @DisplayName("S33: whose jars cannot be used says of each which and why")
  void broken() throws IOException {
    jar("a.jar", "io.holdfast.Nowhere");
    jar("b.jar", Broken.class.getName());
    jar("c.jar", Outdated.class.getName());
    Files.writeString(directory.resolve("d.jar"), "no jar at all");
    jar("e.jar", "");
    List<Fault> faults = faults();
    assertThat(faults)
        .extracting(fault -> Path.of(fault.path()).getFileName().toString())
        .containsExactly("a.jar", "b.jar", "c.jar", "d.jar", "e.jar");
    assertThat(faults.get(0).found()).endsWith("Provider io.holdfast.Nowhere not found");
    assertThat(faults.get(1).found()).endsWith("IllegalStateException: deliberately");
    assertThat(faults.get(2).found()).endsWith("NoClassDefFoundError: io/holdfast/Gone");
    assertThat(faults.subList(3, 5)).extracting(Fault::found).containsOnly("no plugin");
  }
}
