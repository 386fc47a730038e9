package io.holdfast.connector.telegram;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Files that people have sent to the bot of a {@link FakeTelegram}, and how they come, or not. */
final class FakeFiles {

  private final Map<String, Buffer> files = new ConcurrentHashMap<>();
  private final AtomicInteger downloads = new AtomicInteger();
  private volatile boolean stalls;
  private volatile boolean broken;

  /** A file that somebody has sent. */
  void has(String id, byte[] content) {
    files.put(id, Buffer.buffer(content));
  }

  /** Whether files do not come. */
  void stalls(boolean all) {
    stalls = all;
  }

  /** Whether files are not to be had. */
  void breaks(boolean all) {
    broken = all;
  }

  /** How often a file was fetched. */
  int downloads() {
    return downloads.get();
  }

  /** Says where one lies. */
  void find(HttpServerRequest request, String id) {
    if (files.containsKey(id)) {
      FakeAnswer.ok(
          request, new JsonObject().put("file_id", id).put("file_path", "documents/" + id));
    } else {
      FakeAnswer.error(request, 400, "Bad Request: file is too big");
    }
  }

  /** In pieces: how long it will be nobody knows before. */
  void content(HttpServerRequest request) {
    downloads.incrementAndGet();
    if (stalls) {
      return;
    }
    if (broken) {
      request.response().setStatusCode(500).end();
      return;
    }
    Buffer content = files.get(request.path().replaceFirst(".*/", ""));
    request.response().setChunked(true);
    request.response().write(content.slice(0, content.length() / 2));
    request.response().end(content.slice(content.length() / 2, content.length()));
  }
}
