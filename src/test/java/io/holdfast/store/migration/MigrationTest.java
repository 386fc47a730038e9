package io.holdfast.store.migration;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Inbound;
import io.holdfast.model.Sender;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Rings;
import io.holdfast.store.Store;
import io.holdfast.store.migration.Watch.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A migration from SQLite to PostgreSQL")
class MigrationTest extends MigrationCase {

  @Test
  @DisplayName("says of each table how much is there, and leaves the file as it was")
  void moves() throws IOException {
    fill(MANY);
    byte[] file = Files.readAllBytes(from.database());
    Moved moved = move(NOBODY);

    assertThat(moved.whole()).isTrue();
    assertThat(moved.tables())
        .filteredOn(line -> line.origin().rows() > 0)
        .extracting(line -> line.table() + " " + line.destination().rows())
        .containsExactly("session 7", "turn 2300", "fair 7", "message 2300");
    assertThat(Files.readAllBytes(from.database())).isEqualTo(file);
    assertThat(done(openMoved().counts()).queued()).isEqualTo(Map.of("agent", (long) MANY));
  }

  @Test
  @DisplayName("takes texts as they are, and writes for the character NUL what the store does")
  void texts() {
    Store store = from.open(new Rings());
    answer(store, "m1", "a\0b");
    answer(store, "m2", "\"\\\n\t'$1? \u2028 \u00e4\u0301 \ud83d\udea2");
    done(store.accept(message("z\0a", "m3", "x"), ROUTE, "held", 1));
    done(store.accept(message("z\0b", "m4", "x"), ROUTE, "held", 1));
    done(store.close());

    assertThat(move(NOBODY).whole()).isTrue();
    assertThat(done(openMoved().due("web", Audience.everyone(), 0, 9)))
        .extracting(delivery -> delivery.content().text())
        .containsExactly("a\uFFFDb", "\"\\\n\t'$1? \u2028 \u00e4\u0301 \ud83d\udea2");
  }

  @Test
  @DisplayName("brings along who is let in, and gives the next one a place of its own")
  void pairings() {
    Store store = from.open(new Rings());
    Address at = new Address("web", "chat", "");
    String code = done(store.pair(at, new Sender("eve", "Eve"), 1_000)).orElseThrow().code();
    done(store.pair(at, new Sender("bob", "Bob"), 1_000));
    done(store.approve(code, "welcome", 1_000));
    done(store.close());

    assertThat(move(NOBODY).whole()).isTrue();
    Store moved = openMoved();
    assertThat(done(moved.pairing("web", "eve")).orElseThrow().approved()).isTrue();
    done(moved.pair(at, new Sender("ann", "Ann"), 2_000));
    assertThat(done(moved.pairings("", new Piece("", 9), 2_000)).items())
        .extracting(pairing -> pairing.who().id())
        .containsExactly("ann", "bob", "eve");
  }

  @Test
  @DisplayName("takes what files contain, each once, byte for byte")
  void files() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    Attachment file = new Attachment("a", "x/y", Base64.getEncoder().encodeToString(bytes));
    Attachment none = new Attachment("b", "x/y", "");
    Store store = from.open(new Rings());
    for (String id : List.of("m1", "m2")) {
      Inbound bare = message("chat", id, "x");
      Inbound with = new Inbound(bare.address(), id, bare.sender(), "x", List.of(file, none), 0);
      done(store.accept(with, ROUTE, "held", 1_000));
    }
    done(store.close());

    assertThat(move(NOBODY).tables())
        .filteredOn(line -> List.of("content", "attached").contains(line.table()))
        .allSatisfy(line -> assertThat(line.same()).isTrue())
        .extracting(line -> line.destination().rows())
        .containsExactly(2L, 4L);
    Store moved = openMoved();
    Address chat = new Address("web", "chat", "");
    assertThat(done(moved.file(chat, "m1", 0))).contains(file);
    assertThat(done(moved.file(chat, "m2", 1))).contains(none);
  }

  @Test
  @DisplayName("never has a place of a delivery given out again, neither one that was left")
  void sequences() {
    Store store = from.open(new Rings());
    answer(store, "m1", "first");
    String id = done(store.due("web", Audience.everyone(), 0, 9)).get(0).id();
    for (int i = 0; i < 5; i++) {
      done(store.drop(id, 1));
      done(store.retry(id, 1));
    }
    done(store.close());
    change("UPDATE delivery SET seq = 1");
    move(NOBODY);

    Store moved = openMoved();
    answer(moved, "m2", "second");
    assertThat(done(moved.due("web", Audience.everyone(), 0, 9)))
        .extracting(Delivery::seq)
        .containsExactly(1L, 7L);
  }

  @Test
  @DisplayName("that is cut off after any piece goes on with the next one")
  void resumes() {
    fill(MANY);
    List<String> copied = new ArrayList<>();
    int cuts = 0;
    Optional<Moved> moved = Optional.empty();
    while (moved.isEmpty()) {
      try {
        moved = Optional.of(move(cutting(copied)));
      } catch (Cut cut) {
        cuts++;
        assertThat(catchThrowable(this::openMoved))
            .isInstanceOf(HoldfastException.StoreUnfit.class)
            .hasMessageContaining("run holdfast migrate again");
      }
    }
    assertThat(cuts).isEqualTo(8);
    assertThat(copied)
        .containsExactly(
            "session 7",
            "turn 1007",
            "turn 2007",
            "turn 2307",
            "fair 2314",
            "message 3314",
            "message 4314",
            "message 4614");
    assertThat(moved.get().whole()).isTrue();
    assertThat(done(openMoved().counts()).queued()).isEqualTo(Map.of("agent", (long) MANY));
  }

  @Test
  @DisplayName("tells how far it is, in each stage from the first row to the last")
  void tells() {
    fill(MANY);
    Map<Stage, List<Long>> told = new EnumMap<>(Stage.class);
    move(
        (stage, table, rows, all) -> {
          assertThat(all).isEqualTo(4_614);
          told.computeIfAbsent(stage, first -> new ArrayList<>()).add(rows);
        });
    assertThat(told).containsOnlyKeys(Stage.values());
    assertThat(told.values())
        .allSatisfy(
            rows ->
                assertThat(rows)
                    .containsExactly(7L, 1007L, 2007L, 2307L, 2314L, 3314L, 4314L, 4614L));
  }

  /** What is done to the copy before it is read again. */
  private Watch tampering(String sql) {
    return (stage, table, rows, all) -> {
      if (stage == Stage.COPYING && rows == all) {
        to.say("SET search_path = " + to.schema());
        to.say(sql);
      }
    };
  }

  private void assertFound(String sql, String table) {
    Moved moved = move(true, tampering(sql));
    assertThat(moved.tables())
        .filteredOn(line -> !line.same())
        .extracting(Moved.Line::table)
        .containsExactly(table);
    assertThat(catchThrowable(this::openMoved)).isInstanceOf(HoldfastException.StoreUnfit.class);
  }

  @Test
  @DisplayName("finds any difference, keeps gateways out then, and can be begun anew")
  void verifies() {
    fill(20);
    assertFound("UPDATE message SET text = 'text 9' WHERE text = 'text 8'", "message");
    assertFound("UPDATE turn SET tag = tag + 1 WHERE seq = 20", "turn");
    assertFound("DELETE FROM message WHERE seq = 3", "message");
    assertFound("INSERT INTO node (id, joined_at, beat_at) VALUES ('late', 1, 1)", "node");
    assertFound(
        "UPDATE message SET text = CASE seq WHEN 1 THEN 'text 1' ELSE 'text 0' END WHERE seq < 3",
        "message");

    assertThat(move(NOBODY).whole()).isFalse();
    assertThat(move(true, NOBODY).whole()).isTrue();
    assertThat(done(openMoved().counts()).queued()).isEqualTo(Map.of("agent", 20L));
  }
}
