package io.holdfast.ops.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document; read once, off the event loop. Not thread-safe. */
final class Description {

  private static final String FILE = "openapi.json";

  private @Nullable Future<Buffer> text;

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "/api/openapi.json",
            "description",
            call ->
                text(call.vertx())
                    .map(body -> new Answer.Whole(200, "application/json", body, Map.of()))));
  }

  private Future<Buffer> text(Vertx vertx) {
    Future<Buffer> known = text;
    if (known == null) {
      known = vertx.executeBlocking(Description::read).map(Objects::requireNonNull);
      text = known;
    }
    return known;
  }

  static Buffer read() throws IOException {
    try (InputStream in = Description.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException("not on the class path: " + FILE);
      }
      return Buffer.buffer(in.readAllBytes());
    }
  }
}
