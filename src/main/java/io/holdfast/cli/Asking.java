package io.holdfast.cli;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Directions;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Partly;
import io.holdfast.gateway.Kinds;
import io.holdfast.model.HoldfastException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of a command that asks a gateway. */
final class Asking {

  private final Holdfast holdfast;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "Where the gateway is. Default: $$HOLDFAST_URL, else what the configuration says.")
  @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A file with the admin token. Default: $$HOLDFAST_ADMIN_TOKEN, else what the"
              + " configuration says.")
  @Nullable Path tokenFile;

  @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the answer as JSON.")
  boolean json;

  Asking(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  Surroundings surroundings() {
    return holdfast.surroundings();
  }

  ConfigChoice choice() {
    return holdfast.choice();
  }

  Kinds kinds() {
    return holdfast.kinds();
  }

  /** Whether it was said where the gateway is, so that no other one will do. */
  boolean urlGiven() {
    return url != null || surroundings().variable("HOLDFAST_URL").isPresent();
  }

  /** The gateway that the options, the environment and the configuration lead to. */
  AdminClient client() {
    return client(choice());
  }

  /**
   * As {@link #client}, where {@code -c} names a configuration that is not in force yet: the one
   * that is named elsewhere is, if there is one.
   */
  AdminClient clientInForce() {
    ConfigChoice unnamed =
        ConfigChoice.of(null, surroundings().environment(), surroundings().directory());
    return client(unnamed.file().isPresent() ? unnamed : choice());
  }

  /** Works on files of the store, and gives what the work does. */
  <T> T withStoreFiles(Function<StoreFiles, T> work) {
    try {
      return ConfigChoice.withSmallVertx(vertx -> work.apply(surroundings().files().apply(vertx)));
    } catch (HoldfastException | IllegalArgumentException | IllegalStateException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    }
  }

  /** The database that the configuration names, whatever is wrong elsewhere in it. */
  Path database() {
    try {
      Partly part = choice().partly(surroundings().environment(), Set.of("store"));
      part.fault("store")
          .ifPresent(
              fault -> {
                throw new CommandFailure(choice() + ": " + fault);
              });
      return part.config()
          .database()
          .embedded()
          .orElseThrow(
              () ->
                  new CommandFailure(
                      "the store is a PostgreSQL database: use that server's own tools, as pg_dump"
                          + " and pg_restore"));
    } catch (ConfigFaults faults) {
      throw new CommandFailure(faults.faults().get(0).toString());
    }
  }

  private AdminClient client(ConfigChoice choice) {
    Map<String, String> environment = surroundings().environment();
    Directions directions =
        new Directions(
            environment, () -> choice.partly(environment, Directions.KEYS), choice.toString());
    return new AdminClient(directions.to(Optional.ofNullable(url), Optional.ofNullable(tokenFile)));
  }
}
