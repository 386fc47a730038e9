package io.holdfast.store;

/** An engine under the contract suite, with a database of its own that begins empty. */
public interface StoreBackend extends AutoCloseable {

  /** Opens the database. */
  Store open(Doorbell doorbell);

  /**
   * Opens what a process that is killed now would leave on the disk. The store that was open before
   * is of no use after that.
   */
  Store crashAndReopen(Doorbell doorbell);

  /** How many rows a table has, as of now. */
  long rows(String table);

  /** Gives back everything, the database too. */
  @Override
  void close();
}
