package io.holdfast.store.sql;

import io.holdfast.store.Doorbell;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operation works with: the database inside the writing transaction, and the bells to ring
 * once it is committed. Each run of a batch has its own, so that a run that is undone rings
 * nothing.
 */
public final class Tx {

  private record Chat(String connector, String chat) {}

  private final Db db;
  private final Set<String> work = new LinkedHashSet<>();
  private final List<Db.Later<Optional<String>>> perhaps = new ArrayList<>();
  private final Map<String, Long> later = new HashMap<>();
  private final Set<String> control = new LinkedHashSet<>();
  private final Set<Chat> due = new LinkedHashSet<>();

  /** Of one run of a batch. */
  public Tx(Db db) {
    this.db = db;
  }

  public Db db() {
    return db;
  }

  /** A turn of this runner has become claimable. */
  void work(String runner) {
    work.add(runner);
  }

  /** The same, of the runner that this will name. */
  void work(Db.Later<Optional<String>> runner) {
    perhaps.add(runner);
  }

  /** A turn of this runner will be claimable in so many milliseconds. */
  void work(String runner, long millis) {
    later.merge(runner, millis, Math::min);
  }

  /** Waits for what is not yet known of the bells; inside the transaction, at its end. */
  void settle() throws SQLException {
    for (Db.Later<Optional<String>> runner : perhaps) {
      runner.get().ifPresent(work::add);
    }
    perhaps.clear();
  }

  /** A running turn of this runner has to end, or to take something. */
  void control(String runner) {
    control.add(runner);
  }

  /** This chat has something due. */
  void due(String connector, String chat) {
    due.add(new Chat(connector, chat));
  }

  /** Rings each bell once. */
  public void ring(Doorbell doorbell) {
    work.forEach(doorbell::work);
    later.forEach(doorbell::later);
    control.forEach(doorbell::control);
    due.forEach(chat -> doorbell.due(chat.connector(), chat.chat()));
  }
}
