package io.holdfast.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The HTTP server and its routes. Routes may come and go while it listens. Everything that it calls
 * runs on one event loop, {@link #context()}, and responses are written there too: on another
 * thread, writing one fails.
 */
public final class HttpGate {

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Enough for a crowd that reconnects after a restart. */
  private static final int BACKLOG = 4096;

  private static final int BAD_REQUEST = 400;

  /** A mounted route. */
  @FunctionalInterface
  public interface Mount {
    /** Takes the route off; requests to it are answered 404 from here. */
    void remove();
  }

  private final Vertx vertx;
  private final Context context;
  private final Router router;
  private final HttpServer server;
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Map<String, Handler<HttpServerRequest>> bare = new ConcurrentHashMap<>();

  private HttpGate(Vertx vertx, Context context, HttpServerOptions options) {
    this.vertx = vertx;
    this.context = context;
    // Answered in any case, but logged with a stack where there is no handler: anybody may send it.
    this.router = Router.router(vertx).errorHandler(BAD_REQUEST, malformed -> {});
    this.server = vertx.createHttpServer(lean(options)).requestHandler(this::route);
  }

  /**
   * A gate that does not listen yet; call it on the context whose event loop it shall use. Of
   * {@code options}, what concerns WebSocket compression, HTTP/2 and threads is overruled: a
   * deflater costs a quarter of a megabyte a socket, nothing here speaks HTTP/2, and the queue that
   * lets other threads respond costs 4 KiB a socket for as long as it is open.
   */
  public static HttpGate create(Vertx vertx, HttpServerOptions options) {
    return new HttpGate(vertx, vertx.getOrCreateContext(), options);
  }

  private static HttpServerOptions lean(HttpServerOptions options) {
    return new HttpServerOptions(options)
        .setAcceptBacklog(BACKLOG)
        .setHttp2ClearTextEnabled(false)
        .setStrictThreadMode(true)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** Begins to listen; fails when the address is taken. */
  public Future<Integer> listen(String host, int port) {
    return vertx
        .executeBlocking(HttpGate::firstSocket)
        .compose(ready -> onContext(() -> server.listen(port, host)))
        .map(HttpServer::actualPort);
  }

  /** The JDK reads a file with a process's first server socket; an event loop must not. */
  private static Object firstSocket() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      return socket.isBound();
    }
  }

  /**
   * Routes requests to {@code path} (a vertx-web path, {@code /a/*} for all below) to {@code
   * handler}.
   */
  public Mount mount(String path, Handler<RoutingContext> handler) {
    taken.add(path);
    Route route = router.route(path).handler(handler);
    return () -> {
      route.remove();
      taken.remove(path);
    };
  }

  /**
   * Routes requests to exactly {@code path} to {@code handler} as the server received them, before
   * all other routes: vertx-web's wrapping hides what an upgraded connection is made of.
   */
  public Mount mountBare(String path, Handler<HttpServerRequest> handler) {
    bare.put(path, handler);
    return () -> bare.remove(path, handler);
  }

  private void route(HttpServerRequest request) {
    String path = Optional.ofNullable(request.path()).orElse("");
    if (BROKEN_ESCAPE.matcher(path).find()) {
      // The router would log it as a fault of ours, with a stack.
      request.response().setStatusCode(400).end("the path is not percent-encoded\n");
    } else {
      bare.getOrDefault(path, router).handle(request);
    }
  }

  /** As {@link #mount}, unless this very path is mounted already: then empty. */
  public Optional<Mount> mountIfFree(String path, Handler<RoutingContext> handler) {
    return taken.contains(path) ? Optional.empty() : Optional.of(mount(path, handler));
  }

  /** The event loop of the server and its sockets. */
  public Context context() {
    return context;
  }

  /** Does {@code work} on {@link #context()}. */
  public <T> Future<T> onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        go -> Future.succeededFuture().compose(none -> work.get()).onComplete(done));
    return done.future();
  }

  /** Refuses new connections at once and closes the rest after {@code grace} at the latest. */
  public Future<Void> close(Duration grace) {
    return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }
}
