package io.holdfast.store.migration;

import java.util.List;

/** What is moved. Nobody changes it as long as it is open, neither do we. */
public interface Origin extends Content {

  /** Its tables, each after those that it refers to. */
  List<Table> tables();

  Extent extent(Table table);

  /** The greatest key that a table's rows were ever given; 0 for none. */
  long last(Table table);
}
