package io.holdfast.cli.doctor;

import io.holdfast.cli.files.StoreFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the database is sound. */
public final class IntegrityCheck implements Check {

  private static final String NEWER = "written by a newer one";

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
    if (wrong.isEmpty()) {
      return new Finding.Ok("the database is sound");
    }
    return wrong.get(0).contains(NEWER)
        ? new Finding.Fail(
            wrong.get(0), "install that version again; a backup from before it is the other way")
        : new Finding.Fail(
            "the database is damaged: " + wrong.get(0),
            "stop the gateway, keep a copy of the files, then holdfast restore a backup");
  }
}
