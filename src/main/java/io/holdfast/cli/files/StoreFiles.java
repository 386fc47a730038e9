package io.holdfast.cli.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be done to the files of a store. Blocks; every failure says in one line what it is. */
public interface StoreFiles {

  /**
   * Looks through a database, which a gateway may have open.
   *
   * @return what is wrong with it; nothing when it is sound
   */
  List<String> verify(Path database);

  /** The newest time that a database tells of; empty when it tells none. */
  Optional<Instant> newest(Path database);

  /** Writes a copy of a database that no gateway has open to a new file. */
  void backup(Path database, Path file);

  /** Puts a backup in the place of a database that no gateway has open. */
  void restore(Path backup, Path database);
}
