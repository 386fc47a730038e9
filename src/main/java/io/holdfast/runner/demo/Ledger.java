package io.holdfast.runner.demo;

import io.holdfast.model.Claimed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file outside of the gateway's store that gets a line for each effect, so that anybody can see
 * what really ran, and how often. A line is one write to the end of the file: it is there whole or
 * not at all, whatever the process dies of.
 */
final class Ledger {

  private final Vertx vertx;
  private final Optional<Path> file;

  /** A ledger that is kept in {@code file}, or nowhere. */
  Ledger(Vertx vertx, Optional<Path> file) {
    this.vertx = vertx;
    this.file = file;
  }

  /**
   * Succeeds when the operating system has the line; fails with {@link java.io.IOException} when it
   * does not take it.
   *
   * @param step from 1
   */
  Future<Void> write(Claimed turn, int step) {
    if (file.isEmpty()) {
      return Future.succeededFuture();
    }
    String line =
        JsonObject.of(
                    "turn", turn.attempt().turn(),
                    "chat", turn.address().chat(),
                    "step", step,
                    "attempt", turn.attempt().number())
                .encode()
            + "\n";
    return vertx
        .executeBlocking(
            () ->
                Files.writeString(
                    file.get(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            false)
        .mapEmpty();
  }
}
