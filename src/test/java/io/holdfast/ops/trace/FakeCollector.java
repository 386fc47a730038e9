package io.holdfast.ops.trace;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry that reads, of what it is sent, what the tests ask about. */
final class FakeCollector {

  /** A span as it came over the wire; times in milliseconds since the epoch. */
  record Got(String trace, String id, String parent, String name, long start, long end) {}

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  private final HttpServer server;
  private final List<Got> spans = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  FakeCollector(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::take);
  }

  Future<Integer> listen(int port) {
    return server.listen(port, "127.0.0.1").map(HttpServer::actualPort);
  }

  /** What it answers from now on. */
  void answer(int code) {
    status = code;
  }

  List<Got> spans() {
    return spans;
  }

  List<String> paths() {
    return paths;
  }

  private void take(HttpServerRequest request) {
    paths.add(request.path());
    request
        .body()
        .onSuccess(
            body -> {
              if (status == 200) {
                read(unzip(body));
              }
              request.response().setStatusCode(status).end();
            });
  }

  private static ByteBuffer unzip(Buffer body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TracesData.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2. */
  private void read(ByteBuffer request) {
    for (ByteBuffer resource : fields(request, 1)) {
      for (ByteBuffer scope : fields(resource, 2)) {
        fields(scope, 2).forEach(span -> spans.add(span(span)));
      }
    }
  }

  private static Got span(ByteBuffer span) {
    return new Got(
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        fields(span, 5).stream()
            .map(name -> StandardCharsets.UTF_8.decode(name).toString())
            .findFirst()
            .orElse(""),
        millis(span, 7),
        millis(span, 8));
  }

  private static String hex(ByteBuffer message, int field) {
    return fields(message, field).stream()
        .map(
            value -> {
              byte[] bytes = new byte[value.remaining()];
              value.get(bytes);
              return HexFormat.of().formatHex(bytes);
            })
        .findFirst()
        .orElse("");
  }

  private static long millis(ByteBuffer message, int field) {
    ByteBuffer value = fields(message, field).get(0);
    return value.order(ByteOrder.LITTLE_ENDIAN).getLong() / 1_000_000;
  }

  /** The values of one field of a protobuf message. */
  private static List<ByteBuffer> fields(ByteBuffer message, int field) {
    List<ByteBuffer> values = new CopyOnWriteArrayList<>();
    ByteBuffer in = message.duplicate();
    while (in.hasRemaining()) {
      long tag = varint(in);
      ByteBuffer value = value(in, (int) (tag & 7));
      if (tag >>> 3 == field) {
        values.add(value);
      }
    }
    return values;
  }

  private static ByteBuffer value(ByteBuffer in, int type) {
    int begin = in.position();
    if (type == VARINT) {
      varint(in);
      return in.slice(begin, in.position() - begin);
    }
    int length =
        switch (type) {
          case FIXED64 -> Long.BYTES;
          case BYTES -> (int) varint(in);
          default -> Integer.BYTES;
        };
    ByteBuffer value = in.slice(in.position(), length);
    in.position(in.position() + length);
    return value;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }
}
