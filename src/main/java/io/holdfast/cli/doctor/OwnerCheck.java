package io.holdfast.cli.doctor;

import io.holdfast.cli.files.Owner;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Who has the database open. */
public final class OwnerCheck implements Check {

  private final Path database;

  public OwnerCheck(Path database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "owner";
  }

  @Override
  public Finding look() {
    OptionalLong owner = Owner.of(database);
    return new Finding.Ok(
        owner.isPresent()
            ? "process " + owner.getAsLong() + " has the database open"
            : "no process has the database open");
  }
}
