package io.holdfast.cli;

import io.holdfast.cli.doctor.Shell;
import io.holdfast.cli.files.SqliteFiles;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.cli.screen.Screen;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Where a command was called.
 *
 * @param environment its variables
 * @param directory where relative paths begin
 * @param viewer who reads what it prints
 * @param input what is typed
 * @param pause lets time pass
 * @param shell runs the system's programs
 * @param files works on the files of a store
 */
record Surroundings(
    Map<String, String> environment,
    Path directory,
    Screen.Viewer viewer,
    BufferedReader input,
    Pause pause,
    Shell shell,
    Function<Vertx, StoreFiles> files) {

  /** Lets time pass; tests let it pass at once. */
  @FunctionalInterface
  interface Pause {
    /** About {@code time}; it may end early. */
    void of(Duration time);
  }

  Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    boolean terminal = terminal();
    boolean colours =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Surroundings(
        environment,
        Path.of(""),
        new Screen.Viewer(terminal, colours, InstantSource.system(), ZoneId.systemDefault()),
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        time -> LockSupport.parkNanos(time.toNanos()),
        Shell::system,
        SqliteFiles::new);
  }

  /** Asks the system where standard output goes, since what the JVM calls a console differs. */
  @SuppressWarnings("SystemConsoleNull") // Only where the system does not tell, as on macOS.
  private static boolean terminal() {
    try {
      Path out = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
      return out.startsWith("/dev/pts")
          || out.toString().startsWith("/dev/tty")
          || out.equals(Path.of("/dev/console"));
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return System.console() != null;
    }
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
