package io.holdfast.store.migration;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;

/**
 * A database whose rows can be read. What fails, fails with {@link
 * io.holdfast.model.HoldfastException}, whose message names the database.
 */
public interface Content extends AutoCloseable {

  /**
   * The rows of a table whose key comes after {@code after}, in the order of keys; from the first
   * one where that is empty.
   *
   * @param limit how many at most
   */
  List<Row> rows(Table table, Optional<JsonArray> after, int limit);

  @Override
  void close();
}
