package io.holdfast.cli;

import io.holdfast.cli.files.Owner;
import io.holdfast.cli.screen.Screen;
import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Partly;
import io.holdfast.model.HoldfastException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. */
@Command(
    name = "restore",
    description = {
      "Put a backup in the place of the database.",
      "Of the database that the configuration names; its gateway must be stopped. What was accepted"
          + " since the backup is forgotten."
    },
    footer = {
      "  holdfast restore /backup/holdfast.db",
      "  holdfast restore /backup/holdfast.db --yes     without being asked"
    })
final class RestoreCommand extends AskingCommand {

  @Parameters(paramLabel = "FILE", description = "The backup.")
  Path file = Path.of("");

  @Option(names = "--yes", description = "Do it without being asked.")
  boolean yes;

  RestoreCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) throws IOException {
    Path database = database();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure("there is no backup " + file);
    }
    OptionalLong owner = Owner.of(database);
    if (owner.isPresent()) {
      throw new CommandFailure(
          "process " + owner.getAsLong() + " has " + database + " open: stop the gateway first");
    }
    if (!yes && Files.exists(database) && !agreed(database, screen)) {
      screen.aside("nothing was changed");
      return ExitCode.OTHER;
    }
    asking()
        .withStoreFiles(
            files -> {
              List<String> wrong = files.verify(file);
              if (!wrong.isEmpty()) {
                throw new CommandFailure(file + " is not sound: " + wrong.get(0));
              }
              restore(() -> files.restore(file, database));
              return database;
            });
    done(database, screen);
    return ExitCode.CLEAN;
  }

  private static void restore(Runnable work) {
    try {
      work.run();
    } catch (HoldfastException failed) {
      throw new CommandFailure(failed.getMessage());
    }
  }

  private void done(Path database, Screen screen) {
    if (json()) {
      JsonObject done =
          new JsonObject().put("database", database.toString()).put("from", file.toString());
      screen.json(done.encode());
    } else {
      screen.line(database + ": restored from " + file);
    }
  }

  private boolean agreed(Path database, Screen screen) throws IOException {
    if (!screen.terminal()) {
      throw new CommandFailure(
          database + " would be replaced, and nobody can be asked; give --yes");
    }
    screen.text("Replace " + database + "? What was accepted since the backup is lost. [y/N] ");
    String answer = asking().surroundings().input().readLine();
    return answer != null && List.of("y", "yes").contains(answer.strip());
  }

  private Path database() {
    try {
      Partly part =
          asking().choice().partly(asking().surroundings().environment(), Set.of("store"));
      part.fault("store")
          .ifPresent(
              fault -> {
                throw new CommandFailure(asking().choice() + ": " + fault);
              });
      return part.config().database();
    } catch (ConfigFaults faults) {
      throw new CommandFailure(faults.faults().get(0).toString());
    }
  }
}
