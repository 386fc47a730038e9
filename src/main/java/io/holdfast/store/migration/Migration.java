package io.holdfast.store.migration;

import io.holdfast.store.migration.Watch.Stage;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies everything, then reads both sides and compares. The origin is read before anything is
 * written, so that its checksums can tell whether a destination that was begun before was begun
 * with the same content.
 */
public final class Migration {

  private final Origin origin;
  private final Destination destination;
  private final Watch watch;
  private final Map<Table, Extent> extents = new LinkedHashMap<>();
  private long done;

  private Migration(Origin origin, Destination destination, Watch watch) {
    this.origin = origin;
    this.destination = destination;
    this.watch = watch;
  }

  /**
   * Moves everything, or goes on where a call that was cut off had come to. The destination is open
   * for gateways only when all of it is the same on both sides.
   *
   * <p>Fails as {@link Destination#begin} does, and with {@link
   * io.holdfast.model.HoldfastException} when a side is not within reach any more.
   *
   * @param over see {@link Destination#begin}
   */
  public static Moved run(Origin origin, Destination destination, boolean over, Watch watch) {
    return new Migration(origin, destination, watch).run(over);
  }

  private Moved run(boolean over) {
    List<Table> tables = origin.tables();
    tables.forEach(table -> extents.put(table, origin.extent(table)));
    Map<Table, Sum> here = sums(Stage.READING, origin);
    copy(destination.begin(tables, Sum.word(here.toString()), over));
    tables.forEach(table -> destination.settle(table, origin.last(table)));
    Map<Table, Sum> there = sums(Stage.VERIFYING, destination);
    Moved moved = compared(here, there);
    if (moved.whole()) {
      destination.finish();
    }
    return moved;
  }

  private Map<Table, Sum> sums(Stage stage, Content content) {
    done = 0;
    Map<Table, Sum> sums = new LinkedHashMap<>();
    for (Table table : extents.keySet()) {
      Sum.Adding adding = new Sum.Adding();
      walk(stage, content, table, Optional.empty(), adding::add);
      sums.put(table, adding.sum());
    }
    return sums;
  }

  private void copy(Optional<Position> reached) {
    done = 0;
    boolean before = reached.isPresent();
    for (Map.Entry<Table, Extent> entry : extents.entrySet()) {
      Table table = entry.getKey();
      Optional<Position> here = reached.filter(position -> position.table().equals(table.name()));
      before &= here.isEmpty();
      if (before) {
        done += entry.getValue().rows();
      } else {
        copy(table, here);
      }
    }
  }

  private void copy(Table table, Optional<Position> from) {
    long before = from.map(Position::rows).orElse(0L);
    done += before;
    long[] rows = {before};
    walk(
        Stage.COPYING,
        origin,
        table,
        from.map(Position::key),
        piece -> {
          rows[0] += piece.size();
          Row last = piece.get(piece.size() - 1);
          destination.put(table, piece, new Position(table.name(), rows[0], last.key()));
        });
  }

  /** Hands on the rows of a table, piece by piece. */
  private void walk(
      Stage stage,
      Content content,
      Table table,
      Optional<JsonArray> after,
      Consumer<List<Row>> taker) {
    int limit = Objects.requireNonNull(extents.get(table)).piece();
    Optional<JsonArray> last = after;
    while (true) {
      List<Row> piece = content.rows(table, last, limit);
      if (piece.isEmpty()) {
        return;
      }
      taker.accept(piece);
      last = Optional.of(piece.get(piece.size() - 1).key());
      done += piece.size();
      watch.reached(stage, table.name(), done, all());
    }
  }

  private long all() {
    return extents.values().stream().mapToLong(Extent::rows).sum();
  }

  private static Moved compared(Map<Table, Sum> here, Map<Table, Sum> there) {
    List<Moved.Line> lines = new ArrayList<>();
    here.forEach(
        (table, sum) ->
            lines.add(new Moved.Line(table.name(), sum, Objects.requireNonNull(there.get(table)))));
    return new Moved(lines);
  }
}
