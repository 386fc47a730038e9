package io.holdfast.bench;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL allows: the statements of a turn, as the store has them, run by pgbench. One
 * transaction is one message accepted, claimed, answered, fetched and acked. Each client has
 * sessions, a runner and a connector of its own, so that none waits for another: that is more than
 * a store may do that gives its messages one order.
 */
final class PgBench {

  private static final String SCHEMA = "/io/holdfast/store/postgres/V1__state_machine.sql";
  private static final String SQL = "io.holdfast.store.sql.";
  private static final int CHATS = 250;
  private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private PgBench() {}

  /** pgbench's path, where it is installed. */
  static Optional<Path> program() {
    return List.of("pgbench --version", "pg_config --bindir").stream()
        .map(command -> output(command.split(" ")))
        .flatMap(Optional::stream)
        .map(said -> said.startsWith("/") ? Path.of(said.strip(), "pgbench") : Path.of("pgbench"))
        .filter(path -> !path.isAbsolute() || Files.isExecutable(path))
        .findFirst();
  }

  private static Optional<String> output(String... command) {
    try {
      Process process = new ProcessBuilder(command).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException | InterruptedException missing) {
      return Optional.empty();
    }
  }

  /** Turns in a second. */
  static double turnsPerSecond(Path program, int clients, Duration measured) throws Exception {
    Path script = Files.createTempFile("holdfast-bench", ".sql");
    try (Database database = Database.create()) {
      prepare(database, clients);
      Files.writeString(script, script());
      return rate(program, script, database, clients, measured);
    } finally {
      Files.delete(script);
    }
  }

  private static double rate(
      Path program, Path script, Database database, int clients, Duration measured)
      throws IOException, InterruptedException {
    PgConnectOptions server = PgConnectOptions.fromUri(Database.address());
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--no-vacuum",
            "--protocol=prepared",
            "--define=n=0",
            "--client=" + clients,
            "--jobs=" + Math.min(clients, Runtime.getRuntime().availableProcessors()),
            "--time=" + measured.toSeconds(),
            "--file=" + script,
            "--host=" + server.getHost(),
            "--port=" + server.getPort(),
            "--username=" + server.getUser(),
            server.getDatabase());
    builder
        .environment()
        .put("PGOPTIONS", "-c synchronous_commit=on -c search_path=" + database.schema());
    Optional.ofNullable(server.getPassword())
        .ifPresent(password -> builder.environment().put("PGPASSWORD", password));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(said);
    if (process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0 && rate.find()) {
      return Double.parseDouble(rate.group(1));
    }
    throw new IOException("pgbench: " + said);
  }

  private static void prepare(Database database, int clients) throws IOException {
    try (InputStream tables = PgBench.class.getResourceAsStream(SCHEMA)) {
      if (tables == null) {
        throw new IOException("no " + SCHEMA);
      }
      database.say(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
    }
    database.say(
        "INSERT INTO session (id, key, connector, chat, thread, state, epoch) "
            + "SELECT n, n, n / 1000, n, '', 'ACTIVE', 0 FROM generate_series(0, "
            + (clients * 1000 - 1)
            + ") n");
    database.say("INSERT INTO node (id, joined_at, beat_at) VALUES ('1', 0, 0)");
  }

  /** What a turn runs, in its order; as it is where the queue is empty and nothing was killed. */
  private static String script() throws ReflectiveOperationException {
    StringBuilder script = new StringBuilder();
    script.append("\\set n :n + 1\n");
    script.append("\\set id :client_id * 1000000000 + :n\n");
    script.append("\\set chat :client_id * 1000 + :n % ").append(CHATS).append("\n");
    script.append("BEGIN;\n");
    accept(script);
    claim(script);
    finish(script);
    script.append(statement("Deliveries", "DUE_ALL", ":client_id", "0", "100"));
    script.append(statement("Deliveries", "SENT", "1", ":id", ":client_id"));
    return script.append("COMMIT;\n").toString();
  }

  private static void accept(StringBuilder script) throws ReflectiveOperationException {
    script.append(statement("Inbox", "KNOWN", ":client_id", ":id"));
    script.append(statement("Sessions", "BY_KEY", ":chat"));
    script.append(statement("Accept", "BEGUN", ":chat"));
    script.append(statement("Accept", "QUEUE", ":chat"));
    script.append(statement("Fair", "NEXT", ":client_id", ":chat", ":client_id", ":chat"));
    script.append(
        statement("Accept", "INSERT", ":id", ":chat", ":client_id", ":chat", "1", "0", "1"));
    script.append(
        statement(
            "Inbox",
            "INSERT",
            ":id",
            ":chat",
            ":id",
            "'TASK'",
            ":client_id",
            ":id",
            "repeat('0123456789abcdef', 4)",
            ":chat",
            "''",
            "'hello'",
            "''",
            "0",
            "1"));
    script.append(statement("Sessions", "HEARD", "1", ":chat"));
  }

  private static void claim(StringBuilder script) throws ReflectiveOperationException {
    script.append(statement("Claim", "ALLOWED", "'1'", ":client_id"));
    script.append(statement("Claim", "ON_TRIAL", "'1'", "3", "0", "0"));
    for (String suspect : List.of("1", "0")) {
      script.append(
          statement("Claim", "CLAIM_INTERRUPTED", "'1'", "1", ":client_id", "3", suspect, "1"));
    }
    String won = statement("Claim", "CLAIM_QUEUED", "'1'", "1", ":client_id", "3", "0", "1");
    script.append(won.replace(";\n", " \\gset won_\n"));
    script.append(statement("Fair", "SERVED", ":client_id", ":won_tag"));
    script.append(statement("Sessions", "OF_TURN", ":id"));
    script.append(statement("Inbox", "ENTRIES", ":won_seq"));
    script.append(statement("Timeline", "NOTE", ":won_seq", "1", "'claimed'", "1", "''"));
  }

  private static void finish(StringBuilder script) throws ReflectiveOperationException {
    script.append(statement("Turns", "FINISH", "'DONE'", "1", "'echo: hello'", ":id", "1"));
    script.append(statement("Sessions", "OF_TURN", ":id"));
    script.append(statement("Inbox", "PLATFORM_IDS_BY_ID", ":id"));
    script.append(
        statement(
            "Deliveries",
            "INSERT",
            ":id",
            "NULL",
            ":chat",
            ":client_id",
            ":chat",
            ":won_seq",
            "'REPLY'",
            "1",
            "1",
            "'echo: hello'",
            "''",
            "'[]'",
            "1"));
    script.append(statement("Turns", "UNMARK", ":won_seq"));
    script.append(statement("Timeline", "NOTE", ":won_seq", "1", "'finished'", "1", "'done'"));
    script.append(statement("Sessions", "PROMOTE", ":chat", ":chat", ":chat"));
  }

  /** The store's own text, in PostgreSQL's words, with these in the places of its arguments. */
  private static String statement(String owner, String name, String... arguments)
      throws ReflectiveOperationException {
    Field text = Class.forName(SQL + owner).getDeclaredField(name);
    text.setAccessible(true);
    Method dialect =
        Class.forName("io.holdfast.store.postgres.Dialect").getDeclaredMethod("of", String.class);
    dialect.setAccessible(true);
    String said = (String) dialect.invoke(null, text.get(null));
    return PLACE
            .matcher(said.strip().replaceAll("\\s+", " "))
            .replaceAll(place -> arguments[Integer.parseInt(place.group(1)) - 1])
        + ";\n";
  }

  /** How the figures are made that are compared with it; for the reader of the result. */
  static Figure ratio(double turns, Path program, Duration measured) throws Exception {
    double best = 0;
    int at = 0;
    for (int clients : new int[] {1, 4, 16}) {
      double rate = turnsPerSecond(program, clients, measured);
      if (rate > best) {
        best = rate;
        at = clients;
      }
    }
    return Figure.atLeast(
        "pg_turns_ratio",
        turns / best,
        0.5,
        "turns on PostgreSQL against pgbench with the same statements",
        String.format(
            "%.0f turns a second, one to a transaction, with %d clients, the best of 1, 4 and 16",
            best, at));
  }
}
