package io.holdfast.cli;

import io.holdfast.cli.screen.Cell;
import io.holdfast.cli.screen.Screen;
import io.holdfast.cli.screen.Table;
import io.holdfast.cli.screen.Tone;
import io.holdfast.model.HoldfastException;
import io.holdfast.store.migration.Destination;
import io.holdfast.store.migration.Migration;
import io.holdfast.store.migration.Moved;
import io.holdfast.store.migration.Origin;
import io.holdfast.store.postgres.PostgresStore;
import io.holdfast.store.postgres.PostgresStore.Access;
import io.holdfast.store.sqlite.SqliteStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves the embedded store to PostgreSQL. */
@Command(
    name = "migrate",
    description = {
      "Copy everything from the embedded store to PostgreSQL, and verify it.",
      "The gateway must be stopped. The file is read and never changed. The database must be empty,"
          + " or hold what an earlier call that was cut off has left: it goes on there. A gateway"
          + " can open the database once all rows are the same on both sides."
    },
    footer = {
      "  holdfast migrate --from sqlite:data/holdfast.db \\",
      "      --to postgresql://holdfast@db.internal/holdfast",
      "  holdfast migrate --from sqlite:data/holdfast.db --to @/run/uri   read from a file"
    })
final class MigrateCommand implements Callable<Integer> {

  private static final String EMBEDDED = "sqlite:";

  private final Holdfast holdfast;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "sqlite:FILE",
      description = "The database file, as store.sqlite names it.")
  String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "postgresql://…",
      description = "The database, as store.postgres names it.")
  String to = "";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The certificates to trust, as store.ca names them.")
  @Nullable Path ca;

  @Option(
      names = "--start-over",
      description = "Forget a migration to it that was not finished, and begin anew.")
  boolean startOver;

  @Option(names = "--json", description = "Print the result as JSON, and no progress.")
  boolean json;

  @Spec @Nullable CommandSpec spec;

  MigrateCommand(Holdfast holdfast) {
    this.holdfast = holdfast;
  }

  @Override
  public Integer call() {
    var line = Objects.requireNonNull(spec).commandLine();
    Screen screen = new Screen(line.getOut(), line.getErr(), holdfast.surroundings().viewer());
    Path file = file();
    if (!to.startsWith("postgresql://") && !to.startsWith("postgres://")) {
      // It may hold a password, so that it is not said again.
      throw new ParameterException(
          line, "--to: expected postgresql://user@host/database, the URI of a PostgreSQL database");
    }
    if (ca != null && !Files.isReadable(ca)) {
      throw new ParameterException(line, "--ca: " + ca + " is not there, or may not be read");
    }
    Moved moved = moved(file, screen);
    if (json) {
      screen.json(json(moved).encode());
    } else {
      print(moved, screen);
    }
    return moved.whole() ? ExitCode.CLEAN : ExitCode.OTHER;
  }

  private Path file() {
    if (!from.startsWith(EMBEDDED) || from.equals(EMBEDDED)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--from: found \"" + from + "\", expected sqlite:FILE; nothing else can be moved");
    }
    return Path.of(from.substring(EMBEDDED.length()));
  }

  private Moved moved(Path file, Screen screen) {
    try {
      return ConfigChoice.withSmallVertx(vertx -> moved(vertx, file, screen));
    } catch (HoldfastException | IllegalArgumentException failed) {
      throw new CommandFailure(String.valueOf(failed.getMessage()));
    }
  }

  private Moved moved(Vertx vertx, Path file, Screen screen) {
    try (Origin origin = SqliteStore.origin(file);
        Destination destination = PostgresStore.destination(vertx, access())) {
      Pace pace = new Pace(screen);
      Moved moved =
          Migration.run(origin, destination, startOver, json ? (s, t, rows, all) -> {} : pace);
      pace.over();
      return moved;
    }
  }

  private Access access() {
    Access plain = Access.of(to);
    return new Access(to, plain.password(), Optional.ofNullable(ca), plain.readers());
  }

  private static void print(Moved moved, Screen screen) {
    Table table = new Table("TABLE", "ROWS", "CHECKSUM", "RESULT");
    moved.tables().forEach(line -> table.row(cells(line)));
    table.print(screen);
    if (moved.whole()) {
      screen.line("everything is there; set store.postgres in the configuration, and start");
    } else {
      screen.aside(
          "holdfast: not the same on both sides, so no gateway can open it; --start-over copies it"
              + " anew");
    }
  }

  private static Cell[] cells(Moved.Line line) {
    Cell result =
        line.same()
            ? new Cell("ok", Tone.GOOD)
            : new Cell("differs: " + line.destination().rows() + " rows there", Tone.BAD);
    return new Cell[] {
      Cell.of(line.table()),
      Cell.of(line.origin().rows()),
      Cell.of(line.origin().checksum().substring(0, 16)),
      result
    };
  }

  private static JsonObject json(Moved moved) {
    JsonArray tables = new JsonArray();
    for (Moved.Line line : moved.tables()) {
      tables.add(
          new JsonObject()
              .put("table", line.table())
              .put("rows", line.origin().rows())
              .put("checksum", line.origin().checksum())
              .put("ok", line.same()));
    }
    return new JsonObject().put("ok", moved.whole()).put("tables", tables);
  }
}
