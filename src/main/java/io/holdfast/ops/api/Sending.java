package io.holdfast.ops.api;

import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers; on the server's event loop. */
final class Sending {

  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private Sending() {}

  static void send(HttpServerResponse response, Answer answer) {
    response
        .setStatusCode(answer.status())
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
    if (answer instanceof Answer.Download download) {
      stream(response, download);
    } else if (answer instanceof Answer.Whole whole) {
      whole.headers().forEach(response::putHeader);
      response.putHeader("Content-Type", whole.type()).end(whole.body());
    }
  }

  private static void stream(HttpServerResponse response, Answer.Download download) {
    FileChannel file = download.file();
    if (response.closed()) {
      close(file);
      return;
    }
    response
        .putHeader("Content-Type", "application/vnd.sqlite3")
        .putHeader("Content-Disposition", "attachment; filename=\"" + download.name() + "\"")
        .sendFile(file)
        .onComplete(sent -> close(file));
  }

  /** Vert.x leaves open what it did not open. */
  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("admin backup=not-closed cause={}", e.getMessage());
    }
  }
}
