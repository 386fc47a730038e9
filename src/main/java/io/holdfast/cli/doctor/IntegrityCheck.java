package io.holdfast.cli.doctor;

import io.holdfast.cli.files.StoreFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the database is sound. */
public final class IntegrityCheck implements Check {

  private final Path database;
  private final StoreFiles files;

  public IntegrityCheck(Path database, StoreFiles files) {
    this.database = database;
    this.files = files;
  }

  @Override
  public String name() {
    return "integrity";
  }

  @Override
  public Finding look() {
    if (!Files.exists(database)) {
      return new Finding.Ok("nothing to look through yet");
    }
    List<String> wrong = files.verify(database);
    return wrong.isEmpty()
        ? new Finding.Ok("the database is sound")
        : new Finding.Fail(
            "the database is damaged: " + wrong.get(0),
            "stop the gateway, keep a copy of the files, then holdfast restore a backup");
  }
}
