package io.holdfast.examples;

import io.holdfast.config.Block;
import io.holdfast.config.Keys;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Facts;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Outbox;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.connector.SendFailure;
import io.holdfast.connector.Window;
import io.holdfast.gateway.Plugin;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Sender;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** One account on Matrix, for the users that are listed, in rooms without encryption. */
public final class MatrixConnector extends VerticleBase implements Platform {
  public static final class Provider implements Plugin {
    @Override
    public List<ConnectorType> connectors() {
      Keys keys = Keys.none().text("server").secret("token").texts("users");
      return List.of(new ConnectorType("matrix", FACTS, keys, MatrixConnector::new));
    }
  }

  private static final Window KEY = Window.of(Duration.ofMinutes(30));
  private static final Facts FACTS =
      Facts.of("Matrix", "token", Facts.Acknowledgement.PLACE, Window.FOR_EVER, KEY, 30_000);
  private static final String SYNC =
      "sync?timeout=20000&filter=" + encoded("{\"room\":{\"timeline\":{\"limit\":1000}}}");
  private static final JsonObject NONE = new JsonObject();

  private final Block block;
  private final ConnectorServices services;
  private HttpClient http;
  private Outbox outbox;
  private Courtesy courtesy;
  private boolean stopped;

  private MatrixConnector(Block block, ConnectorServices services) {
    this.block = block;
    this.services = services;
  }

  @Override
  public Future<?> start() {
    http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(17));
    outbox = new Outbox(vertx, block.id(), FACTS, this, OnUnknown.AT_LEAST_ONCE, services);
    courtesy = new Courtesy(this, services);
    listen();
    return Future.succeededFuture();
  }

  private void listen() {
    if (!stopped) {
      Future<String> place = services.store().cursor(block.id());
      place
          .compose(this::hear)
          .onFailure(down -> outbox.shut())
          .onComplete(done -> vertx.setTimer(done.succeeded() ? 1 : 2_000, again -> listen()));
    }
  }

  /** What was said before the first time is not for this gateway. */
  private Future<Void> hear(String place) {
    boolean first = place.isEmpty();
    List<String> users = first ? List.of() : block.settings().texts("users");
    return call(HttpMethod.GET, SYNC + (first ? "" : "&since=" + encoded(place)), "")
        .compose(news -> take(news, users));
  }

  /** Commits each message, one after the other, and only then the place behind them. */
  private Future<Void> take(JsonObject news, List<String> users) {
    outbox.open();
    Future<Void> taken = Future.succeededFuture();
    JsonObject rooms = news.getJsonObject("rooms", NONE).getJsonObject("join", NONE);
    for (String room : rooms.fieldNames()) {
      JsonObject timeline = rooms.getJsonObject(room).getJsonObject("timeline");
      for (Object event : timeline.getJsonArray("events")) {
        Inbound said = said(new Address(block.id(), room, ""), (JsonObject) event);
        if (users.contains(said.sender().id())) {
          taken = taken.compose(before -> services.offer(said, courtesy));
        }
      }
    }
    String place = news.getString("next_batch");
    return taken.compose(all -> services.store().saveCursor(block.id(), place));
  }

  private static Inbound said(Address address, JsonObject event) {
    Sender sender = new Sender(event.getString("sender"), "");
    String text = event.getJsonObject("content").getString("body", "");
    return new Inbound(address, event.getString("event_id"), sender, text, List.of(), 0);
  }

  @Override
  public Future<String> send(Post post) {
    String path = "rooms/" + encoded(post.address().chat()) + "/send/m.room.message/" + post.key();
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", post.text());
    return call(HttpMethod.PUT, path, text.encode()).map(sent -> sent.getString("event_id"));
  }

  private Future<JsonObject> call(HttpMethod method, String path, String body) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(block.settings().text("server") + "/_matrix/client/v3/" + path)
            .setIdleTimeout(30_000)
            .putHeader("Authorization", "Bearer " + block.settings().text("token"));
    return http.request(options)
        .recover(e -> Future.failedFuture(new SendFailure.NotSent("not reached")))
        .compose(request -> request.send(body))
        .compose(it -> it.body().map(answer -> answer(it.statusCode(), answer)));
  }

  private static JsonObject answer(int status, Buffer body) {
    JsonObject answer = body.toJsonObject();
    if (status != 200) {
      long later = answer.getLong("retry_after_ms", 5_000L);
      throw SendFailure.ofHttp(status, later, answer.getString("error"));
    }
    return answer;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return outbox.close().eventually(http::close);
  }
}
