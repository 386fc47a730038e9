package io.holdfast.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The one source of every key, its default and its description. */
final class Schema {

  private Schema() {}

  /** Reads the schema from the jar. */
  static JsonObject read() {
    try (InputStream in = Schema.class.getResourceAsStream("schema.json")) {
      return new JsonObject(Buffer.buffer(Objects.requireNonNull(in).readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
