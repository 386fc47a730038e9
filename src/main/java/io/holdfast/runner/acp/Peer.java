package io.holdfast.runner.acp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other end of a JSON-RPC 2.0 connection, both sides of which may ask. Confined to a loop. */
final class Peer {

  private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

  /** What is done about what the other side sends by itself. */
  interface Handler {

    /** Answers a request; an {@link RpcError} is sent as it is, any other failure as internal. */
    Future<JsonObject> request(String method, JsonObject params);

    void notification(String method, JsonObject params);
  }

  private final Consumer<String> out;
  private final Handler handler;
  private final Map<Integer, Promise<JsonObject>> asked = new HashMap<>();
  private @Nullable Throwable closed;
  private int next;

  /**
   * @param out sends a message, which is one line
   */
  Peer(Consumer<String> out, Handler handler) {
    this.out = out;
    this.handler = handler;
  }

  /** Asks. Fails with {@link RpcError}, or with what the connection was closed with. */
  Future<JsonObject> request(String method, JsonObject params) {
    if (closed != null) {
      return Future.failedFuture(closed);
    }
    Promise<JsonObject> answer = Promise.promise();
    int id = next++;
    asked.put(id, answer);
    out.accept(message().put("id", id).put("method", method).put("params", params).encode());
    return answer.future();
  }

  /** Tells. */
  void tell(String method, JsonObject params) {
    if (closed == null) {
      out.accept(message().put("method", method).put("params", params).encode());
    }
  }

  /** Takes a message. What is none is passed over: some agents log to their standard output. */
  void receive(String line) {
    JsonObject message;
    try {
      message = new JsonObject(line);
    } catch (DecodeException e) {
      LOG.debug("not a message of JSON-RPC, {} characters", line.length());
      return;
    }
    if (message.getValue("method") instanceof String method) {
      JsonObject params = object(message.getValue("params"));
      if (message.getValue("id") == null) {
        hear(method, params);
      } else {
        handle(message.getValue("id"), method, params);
      }
    } else if (message.getValue("id") instanceof Number id) {
      Optional.ofNullable(asked.remove(id.intValue())).ifPresent(p -> settle(p, message));
    }
  }

  private static void settle(Promise<JsonObject> answer, JsonObject message) {
    if (message.getValue("error") instanceof JsonObject error) {
      answer.tryFail(RpcError.of(error));
    } else {
      answer.tryComplete(object(message.getValue("result")));
    }
  }

  private void handle(Object id, String method, JsonObject params) {
    Future.succeededFuture()
        .compose(asked -> handler.request(method, params))
        .onSuccess(result -> answer(message().put("id", id).put("result", result)))
        .onFailure(e -> answer(message().put("id", id).put("error", error(method, e).json())));
  }

  private void hear(String method, JsonObject params) {
    try {
      handler.notification(method, params);
    } catch (ClassCastException e) {
      LOG.warn("agent's notification is not as it should be method={}", method, e);
    }
  }

  private void answer(JsonObject message) {
    if (closed == null) {
      out.accept(message.encode());
    }
  }

  private static RpcError error(String method, Throwable failure) {
    if (failure instanceof RpcError error) {
      return error;
    }
    if (failure instanceof ClassCastException) {
      return new RpcError(RpcError.INVALID_PARAMS, "A parameter is of another type.");
    }
    LOG.warn("agent's request failed method={}", method, failure);
    return new RpcError(RpcError.INTERNAL, "It failed.");
  }

  /** Nothing comes any more: whoever waits is told why. */
  void close(Throwable why) {
    if (closed == null) {
      closed = why;
      List<Promise<JsonObject>> waiting = List.copyOf(asked.values());
      asked.clear();
      waiting.forEach(answer -> answer.tryFail(why));
    }
  }

  private static JsonObject object(@Nullable Object value) {
    return value instanceof JsonObject object ? object : new JsonObject();
  }

  private static JsonObject message() {
    return JsonObject.of("jsonrpc", "2.0");
  }
}
