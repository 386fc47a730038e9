package io.holdfast.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP server and its routes. Routes may come and go while it listens. Everything that it calls
 * runs on one event loop, {@link #context()}.
 */
public final class HttpGate {

  /** A mounted route. */
  @FunctionalInterface
  public interface Mount {
    /** Takes the route off; requests to it are answered 404 from here. */
    void remove();
  }

  private final Context context;
  private final Router router;
  private final HttpServer server;

  private HttpGate(Vertx vertx, Context context, HttpServerOptions options) {
    this.context = context;
    this.router = Router.router(vertx);
    this.server = vertx.createHttpServer(options).requestHandler(router);
  }

  /** A gate that does not listen yet; call it on the context whose event loop it shall use. */
  public static HttpGate create(Vertx vertx, HttpServerOptions options) {
    return new HttpGate(vertx, vertx.getOrCreateContext(), options);
  }

  /** Begins to listen; fails when the address is taken. */
  public Future<Integer> listen(String host, int port) {
    return server.listen(port, host).map(HttpServer::actualPort);
  }

  /**
   * Routes requests to {@code path} (a vertx-web path, {@code /a/*} for all below) to {@code
   * handler}.
   */
  public Mount mount(String path, Handler<RoutingContext> handler) {
    Route route = router.route(path).handler(handler);
    return route::remove;
  }

  /** The event loop of the server and its sockets. */
  public Context context() {
    return context;
  }

  /** Refuses new connections at once and closes the rest after {@code grace} at the latest. */
  public Future<Void> close(Duration grace) {
    return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }
}
