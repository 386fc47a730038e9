package io.holdfast.store.migration;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.migration.Watch.Stage;
import io.holdfast.store.postgres.PostgresStore;
import io.holdfast.store.postgres.PostgresStore.Access;
import io.holdfast.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A migration where none may be made")
class MigrationRefusedTest extends MigrationCase {

  @Test
  @DisplayName("S43: takes nothing from under a running gateway, and none can start meanwhile")
  void owned() {
    Store running = from.open(new Rings());
    assertThat(refusal(NOBODY))
        .isInstanceOf(HoldfastException.StoreOwned.class)
        .hasMessageContaining("belongs to another running gateway");
    done(running.close());

    List<Throwable> refused = new ArrayList<>();
    fill(1);
    move((stage, table, rows, all) -> refused.add(catchThrowable(() -> from.open(new Rings()))));
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(
            failure -> assertThat(failure).isInstanceOf(HoldfastException.StoreOwned.class));
    done(from.open(new Rings()).close());
  }

  @Test
  @DisplayName("is refused by a database that is in use, by gateways or by what they left")
  void filled() {
    fill(1);
    Store running =
        done(
            PostgresStore.open(
                to.vertx(),
                PostgresStore.Access.of(to.uri("running")),
                Duration.ofMinutes(5),
                new Rings(),
                new SimpleMeterRegistry()));
    done(running.join("node", 1));
    assertThat(refusal(NOBODY))
        .isInstanceOf(HoldfastException.Conflict.class)
        .hasMessageContaining("a gateway runs on the database");

    done(accept(running, 1));
    done(running.leave("node", 1));
    done(running.close());
    assertThat(catchThrowable(() -> move(true, NOBODY)))
        .isInstanceOf(HoldfastException.Conflict.class)
        .hasMessageContaining("is not empty: there are rows in its table session");
    assertThat(done(openMoved().counts()).queued()).isEqualTo(Map.of("agent", 1L));
  }

  @Test
  @DisplayName("does not go on with what has changed since, unless it is to be begun anew")
  void changed() {
    fill(3);
    assertThat(refusal(cutting(new ArrayList<>()))).isInstanceOf(Cut.class);
    change("UPDATE message SET text = 'other' WHERE seq = 3");
    assertThat(refusal(NOBODY))
        .isInstanceOf(HoldfastException.Conflict.class)
        .hasMessageContaining("--start-over");
    assertThat(move(true, NOBODY).whole()).isTrue();
  }

  @Test
  @DisplayName("by two at once is done by one of them")
  void twice() {
    fill(MANY);
    Path copy = directory.resolve("holdfast.db");
    Throwable late =
        refusal(
            (stage, table, rows, all) -> {
              if (stage == Stage.COPYING && rows == 7) {
                copy(copy);
                assertThat(moved(copy).whole()).isTrue();
              }
            });
    assertThat(late).isInstanceOf(HoldfastException.class);
    assertThat(done(openMoved().counts()).queued()).isEqualTo(Map.of("agent", (long) MANY));
  }

  private void copy(Path copy) {
    try {
      Process copying =
          new ProcessBuilder("cp", from.database().toString(), copy.toString()).start();
      assertThat(copying.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Moved moved(Path file) {
    try (Origin origin = SqliteStore.origin(file);
        Destination destination =
            PostgresStore.destination(to.vertx(), Access.of(to.uri("other")))) {
      return Migration.run(origin, destination, false, NOBODY);
    }
  }

  @Test
  @DisplayName("wants a database that is there, sound, ours and up to date")
  void unfit() throws IOException {
    Path nowhere = directory.resolve("typo").resolve("holdfast.db");
    assertThat(catchThrowable(() -> SqliteStore.origin(nowhere)))
        .isInstanceOf(HoldfastException.NotFound.class)
        .hasMessage("there is no database " + nowhere);
    assertThat(nowhere.getParent()).doesNotExist();

    Path text = Files.writeString(directory.resolve("text"), "this is no database".repeat(99));
    assertThat(catchThrowable(() -> SqliteStore.origin(text)))
        .isInstanceOf(HoldfastException.StoreUnfit.class)
        .hasMessageContaining("it is damaged or no SQLite database");

    fill(1);
    change("PRAGMA user_version = 2");
    assertThat(refusal(NOBODY))
        .isInstanceOf(HoldfastException.StoreUnfit.class)
        .hasMessageContaining("run the gateway on it once");
    change("PRAGMA user_version = 99");
    assertThat(refusal(NOBODY))
        .isInstanceOf(HoldfastException.StoreUnfit.class)
        .hasMessageContaining("written by a newer one");
  }
}
