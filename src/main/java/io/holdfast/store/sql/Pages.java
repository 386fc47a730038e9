package io.holdfast.store.sql;

import io.holdfast.model.Page;
import io.holdfast.store.Lookout.Piece;
import java.util.List;

/** Cuts pieces from lists: one item more than asked for tells whether there is a next piece. */
final class Pages {

  /** An item and where it stands. */
  record Placed<T>(Cursor place, T item) {}

  private Pages() {}

  /** How many rows to read for a piece. */
  static int rows(Piece piece) {
    if (piece.limit() < 1) {
      throw new IllegalArgumentException("a piece has one item at the least");
    }
    return Math.min(piece.limit(), Integer.MAX_VALUE - 1) + 1;
  }

  /** The piece, of the rows that were read for it. */
  static <T> Page<T> page(String list, Piece piece, List<Placed<T>> rows) {
    boolean more = rows.size() > piece.limit();
    List<Placed<T>> kept = more ? rows.subList(0, piece.limit()) : rows;
    String next = more ? kept.get(kept.size() - 1).place().text(list) : "";
    return new Page<>(kept.stream().map(Placed::item).toList(), next);
  }
}
