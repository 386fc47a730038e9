package io.holdfast.store.sqlite;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.Acceptance;
import io.holdfast.model.Acceptance.Accepted;
import io.holdfast.model.Address;
import io.holdfast.model.DoubleText;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.NodeView;
import io.holdfast.model.Reason;
import io.holdfast.model.Route;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.Stop;
import io.holdfast.model.Verdict;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to a database that is a file: its owner, its disk, its versions. */
@DisplayName("The SQLite engine")
class SqliteEngineTest {

  private static final Route ROUTE = new Route("agent", DoubleText.ENQUEUE, 1_000);

  @TempDir private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Store> opened = new ArrayList<>();
  private final Knobs knobs = new Knobs();

  @AfterEach
  void close() {
    opened.forEach(store -> done(store.close()));
    done(vertx.close());
  }

  private Path file() {
    return directory.resolve("deep/down/holdfast.db");
  }

  private Store open(Path file) {
    Store store = knobs.open(vertx, file, new Rings(), meters);
    opened.add(store);
    return store;
  }

  private Throwable refusal(Path file) {
    return catchThrowable(() -> open(file));
  }

  private static Future<Acceptance> accept(Store store, String id, String text) {
    Address address = new Address("web", "chat-" + id, "");
    Inbound message = new Inbound(address, id, new Sender("ann", ""), text, List.of(), 0);
    return store.accept(message, ROUTE, "held", 1_000);
  }

  private static boolean known(Store store, String id) {
    return !done(store.timeline("web", id)).isEmpty();
  }

  private static void assertNotReady(Future<?> future) {
    assertThat(catchThrowable(() -> done(future))).isInstanceOf(HoldfastException.NotReady.class);
  }

  @Test
  @DisplayName("S43: a second owner in this process is refused, and told of the file and the pid")
  void refusesASecondOwner() {
    Store first = open(file());

    assertThat(refusal(file()))
        .isInstanceOf(HoldfastException.StoreOwned.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
    assertThat(refusal(file())).isInstanceOf(HoldfastException.StoreOwned.class);
    done(accept(first, "m1", "still works"));
  }

  @Test
  @DisplayName("S34: a lock file that a dead process left behind blocks nobody")
  void ignoresAStaleLockFile() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file().resolveSibling("holdfast.db.lock"), "1\n");

    done(accept(open(file()), "m1", "x"));
  }

  @Test
  @DisplayName("a closed database can be opened again, with all that was in it")
  void reopens() {
    Store first = open(file());
    done(accept(first, "m1", "x"));
    done(first.close());

    assertThat(known(open(file()), "m1")).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"database deleted", "database replaced", "log deleted", "lock deleted"})
  @DisplayName("S41 S43: nothing is acknowledged once the files are not those that were opened:")
  void noticesLostFiles(String loss) throws Exception {
    Store store = open(file());
    done(accept(store, "m1", "x"));
    Path lost =
        switch (loss.split(" ")[0]) {
          case "log" -> file().resolveSibling("holdfast.db-wal");
          case "lock" -> file().resolveSibling("holdfast.db.lock");
          default -> file();
        };
    Files.delete(lost);
    if (loss.endsWith("replaced")) {
      Files.createFile(lost);
    }

    assertNotReady(accept(store, "m2", "x"));
    assertNotReady(store.counts());
    assertNotReady(store.beat("node", 1));
    Files.deleteIfExists(lost);
    Files.createFile(lost);
    assertNotReady(accept(store, "m3", "x"));
  }

  @Test
  @DisplayName("S42: a full disk is said honestly, stores nothing, and is over when there is room")
  void survivesAFullDisk() {
    Store store = open(file());
    done(accept(store, "m1", "x"));
    knobs.turn(store, "PRAGMA max_page_count = 60");
    String large = "x".repeat(100_000);

    List<Future<Acceptance>> offers =
        IntStream.range(0, 20).mapToObj(i -> accept(store, "big" + i, large)).toList();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      Future<Acceptance> offer = offers.get(i);
      if (catchThrowable(() -> done(offer)) instanceof HoldfastException.NotReady) {
        refused.add("big" + i);
      }
    }
    assertThat(refused).isNotEmpty();
    assertThat(refused).noneMatch(id -> known(store, id));
    assertThat(known(store, "m1")).isTrue();

    knobs.turn(store, "PRAGMA max_page_count = 1000000");
    for (String id : refused) {
      assertThat(((Accepted) done(accept(store, id, large))).duplicate()).isFalse();
    }
  }

  @Test
  @DisplayName("a database that a newer program has written is refused with its version")
  void refusesANewerSchema() {
    Store store = open(file());
    knobs.turn(store, "PRAGMA user_version = 99");
    done(store.close());

    assertThat(refusal(file()))
        .isInstanceOf(HoldfastException.StoreUnfit.class)
        .hasMessageContaining("99")
        .hasMessageContaining("newer");
  }

  @Test
  @DisplayName("S42: what a power cut has left half done before there was a log is undone")
  void undoesAHotJournal() throws Exception {
    Store store = open(file());
    done(accept(store, "m1", "x"));
    done(store.close());
    Path left = Files.createDirectory(directory.resolve("left"));
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute("PRAGMA cache_size = 1");
      statement.execute("BEGIN");
      statement.execute("CREATE TABLE half_done AS SELECT randomblob(500000) AS x");
      for (String name : List.of("holdfast.db", "holdfast.db-journal")) {
        Files.copy(file().resolveSibling(name), left.resolve(name));
      }
    }
    Files.createFile(left.resolve("holdfast.db-wal"));

    assertThat(known(open(left.resolve("holdfast.db")), "m1")).isTrue();
  }

  @Test
  @DisplayName("a file that is no database, or a directory, is refused with a reason")
  void refusesOtherFiles() throws Exception {
    Path text = directory.resolve("notes.txt");
    Files.writeString(text, "these are my notes\n".repeat(1_000));

    assertThat(refusal(text))
        .isInstanceOf(HoldfastException.NotReady.class)
        .hasMessageContaining("SQLITE_NOTADB");
    assertThat(Files.readString(text)).startsWith("these are my notes");
    assertThat(refusal(directory))
        .isInstanceOf(HoldfastException.NotReady.class)
        .hasMessageContaining("directory");
    assertThat(Disk.beside(directory, ".lock")).doesNotExist();
  }

  @Test
  @DisplayName("a database of another program is refused by name, and not a byte of it is changed")
  void refusesForeignDatabases() throws Exception {
    Path foreign = directory.resolve("invoices.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE invoices (id INTEGER)");
      statement.execute("CREATE TABLE customers (id INTEGER)");
      byte[] before = Files.readAllBytes(foreign);

      for (int version : List.of(0, 1)) {
        assertThat(refusal(foreign))
            .as("user_version %d", version)
            .isInstanceOf(HoldfastException.StoreUnfit.class)
            .hasMessageContaining(foreign.toString())
            .hasMessageContaining("customers, invoices");
        assertThat(Files.readAllBytes(foreign)).isEqualTo(before);
        statement.execute("PRAGMA user_version = 1");
        before = Files.readAllBytes(foreign);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"a link to a database", "a link to nothing yet"})
  @DisplayName("a database behind a link is one database, with its log and lock beside it:")
  void followsLinks(String what) throws Exception {
    Path real = Files.createDirectory(directory.resolve("real")).resolve("true.db");
    if (what.endsWith("database")) {
      done(open(real).close());
    }
    Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("real/true.db"));
    Store store = open(link);
    done(accept(store, "m1", "x"));

    assertThat(refusal(real)).isInstanceOf(HoldfastException.StoreOwned.class);
    assertThat(real.resolveSibling("true.db.lock")).exists();
    assertThat(link.resolveSibling("link.db.lock")).doesNotExist();
    done(store.close());
    assertThat(known(open(real), "m1")).isTrue();
  }

  @Test
  @DisplayName("what a dead process began, and what a clean one left, has an end in the tables")
  void closesWhatIsOver() throws Exception {
    Store store = open(file());
    for (String node : List.of("killed", "clean")) {
      done(store.join(node, 1));
      Stop stop = new Stop("stop of " + node, node, Scope.everything(), Reason.RESTART);
      done(store.draining(stop, 2));
    }
    done(store.leave("clean", 3));
    done(store.recover("next", orphan -> new Verdict.Resume(), 4));
    done(store.join("next", 5));
    done(store.close());

    try (SqliteDb db = SqliteDb.outside(file())) {
      assertThat(db.list("SELECT ended_at FROM stop ORDER BY id", row -> row.getLong(1)))
          .containsExactly(3L, 4L);
    }
    assertThat(done(open(file()).nodes(9)).stream().map(NodeView::endedAt))
        .containsExactly(0L, 4L, 3L);
  }

  @Test
  @DisplayName("S06 S42: copies taken at arbitrary moments hold all that was acknowledged by then")
  void acknowledgesOnlyWhatIsDurable() throws Exception {
    Store store = open(file());
    // So that the log only grows: a copy of the two files is then what a crash would leave.
    knobs.turn(store, "PRAGMA wal_autocheckpoint = 0");
    List<String> acknowledged = new ArrayList<>();
    List<Future<?>> rest = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 200; i++) {
        String id = round + "-" + i;
        rest.add(
            accept(store, id, "text")
                .onSuccess(
                    done -> {
                      synchronized (acknowledged) {
                        acknowledged.add(id);
                      }
                    }));
      }
      List<String> before;
      synchronized (acknowledged) {
        before = List.copyOf(acknowledged);
      }
      Path copy = Files.createDirectory(directory.resolve("copy-" + round));
      SqliteBackend.copy(file(), copy);
      Store survivor = open(copy.resolve("holdfast.db"));
      assertThat(before).allMatch(id -> known(survivor, id));
    }
    rest.forEach(future -> done(future));
    assertThat(acknowledged).hasSize(1_000);
  }

  @Test
  @DisplayName("what queues during a commit is committed together, and is measured")
  void commitsInGroups() {
    Store store = open(file());
    List<Future<Acceptance>> offers =
        IntStream.range(0, 500).mapToObj(i -> accept(store, "m" + i, "x")).toList();
    offers.forEach(offer -> done(offer));

    assertThat(meters.get("holdfast.store.commit").timer().count()).isLessThan(250);
    assertThat(meters.get("holdfast.store.batch").summary().totalAmount()).isEqualTo(500);
    assertThat(meters.get("holdfast.store.queue").gauge().value()).isZero();
  }
}
