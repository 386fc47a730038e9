package io.holdfast.cli;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.screen.Screen;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.Inbound;
import io.holdfast.model.Route;
import io.holdfast.model.Sender;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.migration.Watch.Stage;
import io.holdfast.store.postgres.PostgresBackend;
import io.holdfast.store.sqlite.SqliteBackend;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Migrating")
class MigrateTest {

  @TempDir Path directory;
  private final SqliteBackend from = new SqliteBackend();
  private final PostgresBackend to = new PostgresBackend();

  @BeforeEach
  void fill() {
    Store store = from.open(new Rings());
    Address chat = new Address("web", "lobby", "");
    Inbound message = new Inbound(chat, "m1", new Sender("ann", ""), "hi", List.of(), 0);
    done(store.accept(message, new Route("agent", DoubleText.ENQUEUE, 9), "held", 1));
    done(store.close());
  }

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  private Console.Result migrate(String source, String target, String... more) {
    List<String> args = new ArrayList<>(List.of("migrate", "--from", source, "--to", target));
    args.addAll(List.of(more));
    return new Console(directory).run(args.toArray(String[]::new));
  }

  private String source() {
    return "sqlite:" + from.database();
  }

  @Test
  @DisplayName("shows each table with its rows, its checksum and whether it is the same there")
  void moves() throws IOException {
    Path uri = Files.writeString(directory.resolve("uri"), to.uri("cli"));
    Console.Result result = migrate(source(), "@" + uri);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("reading session: 1 of 4 rows, 25 %\n", "copying session: 1 of 4 rows, 25 %\n")
        .containsPattern("TABLE +ROWS +CHECKSUM +RESULT\nsession +1 +[0-9a-f]{16} +ok\n")
        .containsPattern("\ndelivery +0 +0{16} +ok\n")
        .endsWith("everything is there; set store.postgres in the configuration, and start\n");

    Console.Result again = migrate(source(), to.uri("cli"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).startsWith("holdfast: the database ").contains(" is not empty: ");
  }

  @Test
  @DisplayName("trusts the certificates in a file, which has to be there")
  void certificates() {
    Console.Result result = migrate(source(), to.uri("cli"), "--ca", "none.pem");
    assertThat(result.code()).isEqualTo(ExitCode.BAD_CONFIG);
    assertThat(result.err()).contains("--ca: none.pem is not there, or may not be read");
  }

  @Test
  @DisplayName("ends with 1 when something is not the same, and says it to programs, too")
  void differs() {
    done(to.open(new Rings()).close());
    String schema = to.schema();
    to.say(
        """
        CREATE FUNCTION %1$s.other() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN NEW.text = 'other'; RETURN NEW; END $$;
        CREATE TRIGGER other BEFORE INSERT ON %1$s.message
          FOR EACH ROW EXECUTE FUNCTION %1$s.other();
        """
            .formatted(schema));
    Console.Result result = migrate(source(), to.uri("cli"));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).containsPattern("\nmessage +1 .*differs: 1 rows there\n");
    assertThat(result.err()).contains("--start-over");

    to.say("DROP TRIGGER other ON " + schema + ".message");
    Console.Result anew = migrate(source(), to.uri("cli"), "--start-over", "--json");
    assertThat(anew.code()).isZero();
    JsonObject json = new JsonObject(anew.out());
    assertThat(json.getBoolean("ok")).isTrue();
    assertThat(json.getJsonArray("tables").getJsonObject(0).getString("checksum")).hasSize(64);
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({
    "holdfast.db, postgresql://u@h/d, --from: found",
    "postgresql://u@h/d, sqlite:holdfast.db, --from: found",
    "sqlite:, postgresql://u@h/d, --from: found",
    "sqlite:holdfast.db, mysql://u:secret@h/d, --to: expected postgresql://",
    "sqlite:holdfast.db, jdbc:postgresql://h/d, --to: expected postgresql://"
  })
  @DisplayName("refuses what it cannot do with the exit code of a wrong command line:")
  void badInput(String source, String target, String message) {
    Console.Result result = migrate(source, target);
    assertThat(result.code()).isEqualTo(ExitCode.BAD_CONFIG);
    assertThat(result.err()).startsWith("holdfast: " + message).doesNotContain("secret");
  }

  @Test
  @DisplayName("says which side is not there")
  void nothingThere() {
    Path typo = directory.resolve("typo.db");
    Console.Result file = migrate("sqlite:" + typo, to.uri("cli"));
    assertThat(file.err()).isEqualTo("holdfast: there is no database " + typo + "\n");
    assertThat(file.code()).isEqualTo(1);

    Console.Result server = migrate(source(), "postgresql://u:secret@127.0.0.1:1/d");
    assertThat(server.err())
        .startsWith("holdfast: cannot open the database 127.0.0.1:1/d: ")
        .doesNotContain("secret");
    assertThat(server.code()).isEqualTo(1);
  }

  @Test
  @DisplayName("tells every other second how far it is, and how fast since the stage began")
  void pace() {
    AtomicReference<Instant> now = new AtomicReference<>(Console.NOW);
    StringWriter out = new StringWriter();
    Screen.Viewer viewer = new Screen.Viewer(false, false, now::get, ZoneOffset.UTC);
    PrintWriter printer = new PrintWriter(out);
    Pace pace = new Pace(new Screen(printer, printer, viewer));
    pace.reached(Stage.COPYING, "turn", 1_000, 9_000);
    now.set(Console.NOW.plusMillis(1_900));
    pace.reached(Stage.COPYING, "turn", 2_000, 9_000);
    now.set(Console.NOW.plusMillis(2_000));
    pace.reached(Stage.COPYING, "message", 5_000, 9_000);
    pace.reached(Stage.VERIFYING, "session", 9, 9_000);
    assertThat(out.toString().lines())
        .containsExactly(
            "copying turn: 1,000 of 9,000 rows, 11 %",
            "copying message: 5,000 of 9,000 rows, 55 %, 2,000 rows/s",
            "verifying session: 9 of 9,000 rows, 0 %");
  }
}
