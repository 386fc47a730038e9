package io.holdfast.ops.api;

import io.holdfast.ops.api.Operation.Body;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** Reads what a request carries, up to a bound. */
final class Bodies {

  private Bodies() {}

  /**
   * The body; call it before the request is given any other chance to arrive. Fails with a {@link
   * Refusal} when it is too large or of another type. An empty one needs no type.
   */
  static Future<Buffer> read(HttpServerRequest request, Body body) {
    if (body == Body.NONE) {
      return Future.succeededFuture(Buffer.buffer());
    }
    if (declared(request) > body.limit()) {
      return Future.failedFuture(tooLarge(body));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    return collect(request, body).map(read -> typed(request, body, read));
  }

  private static long declared(HttpServerRequest request) {
    try {
      String length = request.getHeader("Content-Length");
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw Refusal.of(Kind.BAD_REQUEST, "The header Content-Length is not a number.");
    }
  }

  private static Future<Buffer> collect(HttpServerRequest request, Body body) {
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    request.handler(
        chunk -> {
          // What comes after the refusal is thrown away.
          if (read.length() + chunk.length() <= body.limit() && !whole.future().isComplete()) {
            read.appendBuffer(chunk);
          } else {
            whole.tryFail(tooLarge(body));
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(read));
    return whole.future();
  }

  private static Buffer typed(HttpServerRequest request, Body body, Buffer read) {
    String header = request.getHeader("Content-Type");
    String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (read.length() > 0 && !type.equals(body.type())) {
      String found = type.isEmpty() ? "none" : type;
      throw Refusal.of(
          Kind.UNSUPPORTED_MEDIA_TYPE,
          "found content type " + found + ", accepted is " + body.type());
    }
    return read;
  }

  private static Refusal tooLarge(Body body) {
    return Refusal.of(
        Kind.TOO_LARGE, "A body of this may have " + (body.limit() >> 10) + " KiB at most.");
  }
}
