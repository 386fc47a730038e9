package io.holdfast.store.migration;

import java.util.List;
import java.util.Optional;

/**
 * Where it is moved to. From {@link #begin} to {@link #finish} no gateway can open it, whatever
 * ends this process in between.
 */
public interface Destination extends Content {

  /**
   * Makes its tables and prepares to receive what a source holds, or finds that it has begun to.
   * Fails with {@link io.holdfast.model.HoldfastException.Conflict} when it holds anything else,
   * and changes nothing then.
   *
   * @param source a word for all that is to be received, different for different content
   * @param over whether a migration that was not finished is to be forgotten, with all its rows
   * @return how far it has come; empty when nothing was received yet
   */
  Optional<Position> begin(List<Table> tables, String source, boolean over);

  /**
   * Writes rows together with the position that is reached by that, in one transaction. Fails with
   * {@link io.holdfast.model.HoldfastException.Conflict} when somebody else has gone on meanwhile.
   */
  void put(Table table, List<Row> rows, Position reached);

  /**
   * Prepares a table of which all rows were written for being used: {@code last} is not given
   * again.
   */
  void settle(Table table, long last);

  /** Opens it for gateways. */
  void finish();
}
