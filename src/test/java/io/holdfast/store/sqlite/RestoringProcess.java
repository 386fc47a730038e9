package io.holdfast.store.sqlite;

import java.nio.file.Path;

/** A process that restores a backup and dies on its way. */
final class RestoringProcess {

  private RestoringProcess() {}

  /** Arguments: the backup, the database, and the stage that it does not outlive. */
  public static void main(String[] args) throws Exception {
    Restore.Stage last = Restore.Stage.valueOf(args[2]);
    Restore.run(
        Path.of(args[0]),
        Path.of(args[1]),
        stage -> {
          if (stage == last) {
            // As a SIGKILL: nothing is closed and no finally block runs.
            Runtime.getRuntime().halt(137);
          }
        });
  }
}
