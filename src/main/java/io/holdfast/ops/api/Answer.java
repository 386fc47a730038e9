package io.holdfast.ops.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.channels.FileChannel;
import java.util.Map;

/** What goes out to a client. */
sealed interface Answer {

  /** The HTTP status. */
  int status();

  /**
   * A body in memory.
   *
   * @param type its media type
   * @param headers further ones
   */
  record Whole(int status, String type, Buffer body, Map<String, String> headers)
      implements Answer {}

  /**
   * A file, which is closed when it was sent.
   *
   * @param name what to save it as
   * @param file open for reading
   */
  record Download(String name, FileChannel file) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  static Answer ok(JsonObject body) {
    return json(200, body);
  }

  static Answer json(int status, JsonObject body) {
    return new Whole(status, "application/json", body.toBuffer(), Map.of());
  }
}
