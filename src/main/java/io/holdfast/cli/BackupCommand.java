package io.holdfast.cli;

import io.holdfast.cli.admin.AdminException.Unreachable;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.files.StoreFiles;
import io.holdfast.cli.screen.Screen;
import io.holdfast.model.HoldfastException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies the database. */
@Command(
    name = "backup",
    description = {
      "Write a consistent copy of the database to a file.",
      "The gateway works on meanwhile. When none runs, the database of the configuration is copied"
          + " without one. The file is there only when it is whole, on the disk and verified."
    },
    footer = {
      "  holdfast backup /backup/holdfast-$(date +%%F).db",
      "  holdfast backup /backup/holdfast.db --force     in place of an older one"
    })
final class BackupCommand extends AskingCommand {

  @Parameters(paramLabel = "FILE", description = "The copy.")
  Path file = Path.of("");

  @Option(names = "--force", description = "Replace the file if it exists.")
  boolean force;

  BackupCommand(Asking asking) {
    super(asking);
  }

  @Override
  int run(Screen screen) throws IOException {
    check();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try {
      String from = asking().withStoreFiles(files -> copied(part, files));
      hide(part);
      keep(part);
      report(from, screen);
      return ExitCode.CLEAN;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void check() {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    if (Files.exists(lock)) {
      // Under a gateway that runs it would be gone, with all that is in its -wal alone.
      throw new CommandFailure(file + " is the database of a gateway, not a copy: " + lock);
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandFailure(file + " is there, and is no file");
    }
    if (Files.exists(file) && !force) {
      throw new CommandFailure(file + " exists; --force replaces it");
    }
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure("there is no directory " + directory);
    }
  }

  private void report(String from, Screen screen) throws IOException {
    long bytes = Files.size(file);
    if (json()) {
      JsonObject done =
          new JsonObject().put("file", file.toString()).put("bytes", bytes).put("from", from);
      screen.json(done.encode());
    } else {
      screen.line(file + ": " + bytes + " bytes, verified, from " + from);
    }
  }

  private String copied(Path part, StoreFiles files) {
    String from;
    try {
      from = online(part);
    } catch (Unreachable nobody) {
      if (asking().urlGiven()) {
        throw nobody;
      }
      from = offline(part, files, nobody);
    }
    List<String> wrong = files.verify(part);
    if (!wrong.isEmpty()) {
      throw new CommandFailure("the copy is not sound, and is not kept: " + wrong.get(0));
    }
    return from;
  }

  private String online(Path part) {
    var client = client();
    try (OutputStream to =
        Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      hide(part);
      client.download(Api.BACKUP, to);
      return "the gateway at " + client.url();
    } catch (IOException e) {
      throw new CommandFailure(part + ": " + e);
    }
  }

  private String offline(Path part, StoreFiles files, Unreachable nobody) {
    Path database = asking().database();
    if (!Files.exists(database)) {
      throw new CommandFailure("no gateway answers, and there is no database " + database);
    }
    try {
      Files.deleteIfExists(part);
      files.backup(database, part);
      return database.toString();
    } catch (HoldfastException.StoreOwned owned) {
      throw new CommandFailure(owned.getMessage() + "; but " + nobody.getMessage());
    } catch (IOException e) {
      throw new CommandFailure(part + ": " + e);
    }
  }

  /** It holds what everybody wrote. */
  private static void hide(Path part) throws IOException {
    if (Files.getFileStore(part).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Gives the copy its name once it is on the disk. */
  private void keep(Path part) throws IOException {
    sync(part, StandardOpenOption.WRITE);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // The name is the directory's, so that has to be on the disk, too.
    sync(Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
