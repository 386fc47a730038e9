package io.holdfast.ops.api;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the store. A copy lies in a directory that only this process's user can enter, and is
 * deleted as soon as it is open: what is being sent has no name any more, so that neither a client
 * that goes away nor a SIGKILL leaves it behind. One that is killed while it is being written stays
 * until {@link #tidy}.
 */
final class Backups {

  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private static final String PREFIX = "backup-";
  private static final String PRIVATE = "rwx------";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'holdfast-'uuuuMMdd-HHmmss'.db'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Store store;
  private final Supplier<Optional<Path>> scratch;
  private final InstantSource clock;
  private volatile Future<Void> tidied = Future.succeededFuture();

  /**
   * @param scratch a directory that nobody else uses; made if missing. Empty where the store is
   *     none of files
   */
  Backups(Store store, Supplier<Optional<Path>> scratch, InstantSource clock) {
    this.store = store;
    this.scratch = scratch;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/api/backup", "backup", this::backup));
  }

  private Future<Answer> backup(Call call) {
    return scratch
        .get()
        .map(folder -> backup(call, folder.toString()))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new HoldfastException.NotReady(
                        "the store is a PostgreSQL database: use that server's own tools, as"
                            + " pg_dump")));
  }

  private Future<Answer> backup(Call call, String folder) {
    FileSystem files = call.vertx().fileSystem();
    // Not before: what is made meanwhile would be taken for a leftover.
    return tidied
        .compose(tidy -> files.mkdirs(folder, PRIVATE))
        .compose(made -> files.createTempDirectory(folder, PREFIX, PRIVATE))
        .compose(
            place ->
                copy(call.vertx(), Path.of(place)).eventually(() -> files.deleteRecursive(place)))
        .map(file -> new Answer.Download(NAME.format(clock.instant()), file));
  }

  private Future<FileChannel> copy(Vertx vertx, Path place) {
    Path file = place.resolve("holdfast.db");
    return store.backup(file).compose(done -> vertx.executeBlocking(() -> open(file)));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /** Deletes what a killed process left behind; to be called before requests come. */
  void tidy(Vertx vertx) {
    scratch.get().ifPresent(folder -> tidy(vertx, folder.toString()));
  }

  private void tidy(Vertx vertx, String folder) {
    FileSystem files = vertx.fileSystem();
    tidied =
        files
            .exists(folder)
            .compose(
                there ->
                    there
                        ? files.readDir(folder, PREFIX + ".*")
                        : Future.succeededFuture(List.of()))
            .compose(left -> Future.join(left.stream().map(files::deleteRecursive).toList()))
            .<Void>mapEmpty()
            .onFailure(
                failure -> LOG.warn("admin backup=not-tidied cause={}", failure.getMessage()))
            .otherwiseEmpty();
  }
}
