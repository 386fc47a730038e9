package io.holdfast.cli;

import io.holdfast.cli.files.SqliteFiles;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.cli.screen.Screen;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs the command line as a person or a script would, at a moment that stands still. */
final class Console {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:20Z");

  /** What a command left behind. */
  record Result(int code, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;
  private boolean terminal;
  private boolean colours;
  private String typed = "";
  private Instant now = NOW;
  private Function<Vertx, StoreFiles> files = SqliteFiles::new;

  Console(Path directory) {
    this.directory = directory;
  }

  Console with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Console onTerminal() {
    terminal = true;
    return this;
  }

  Console inColour() {
    colours = true;
    return onTerminal();
  }

  Console typing(String line) {
    typed = line + "\n";
    return onTerminal();
  }

  Console files(StoreFiles store) {
    files = vertx -> store;
    return this;
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    InstantSource clock = () -> now;
    Surroundings surroundings =
        new Surroundings(
            environment,
            directory,
            new Screen.Viewer(terminal, colours, clock, ZoneOffset.UTC),
            new BufferedReader(new StringReader(typed)),
            this::pass,
            command -> Optional.empty(),
            files);
    int code =
        Holdfast.commandLine((loaded, file) -> ExitCode.CLEAN, surroundings)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  /** Time passes only when a command lets it. */
  private void pass(Duration time) {
    now = now.plus(time);
  }
}
