package io.holdfast.connector.discord;

import io.holdfast.link.End;
import io.holdfast.link.Line;
import io.holdfast.link.Talk;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** What is said on the gateway. Confined to one event loop. */
final class Shard implements Talk {

  /**
   * Something that Discord tells.
   *
   * @param session in which it does
   * @param seq its number there
   */
  record Event(String session, int seq, String name, JsonObject data) {}

  /** Takes what Discord tells. */
  interface Ears {
    void event(Line line, Event event);

    /** What was said can be told from here on. */
    void up();
  }

  private static final int DISPATCH = 0;
  private static final int HEARTBEAT = 1;
  private static final int IDENTIFY = 2;
  private static final int RESUME = 6;
  private static final int RECONNECT = 7;
  private static final int INVALID_SESSION = 9;
  private static final int HELLO = 10;
  private static final int ACK = 11;

  private static final String QUERY = "?v=10&encoding=json";
  private static final long CONNECT = 10_000;

  private final DiscordSettings settings;
  private final Rest rest;
  private final Ears ears;
  private final DoubleSupplier chance;
  private String session;
  private String url;
  private Seqs heard;

  /** Goes on with what another process has left, if it has. */
  Shard(DiscordSettings settings, Rest rest, Cursor cursor, Ears ears, DoubleSupplier chance) {
    this.settings = settings;
    this.rest = rest;
    this.ears = ears;
    this.chance = chance;
    this.session = cursor.session();
    this.url = cursor.url();
    this.heard = new Seqs(cursor.seq());
  }

  // ── a socket ─────────────────────────────────────────────────────────────────────────────────

  @Override
  public boolean resumable() {
    return !session.isEmpty();
  }

  @Override
  public Future<WebSocketConnectOptions> way(boolean resuming) {
    return resuming
        ? Future.succeededFuture(url).map(Shard::to)
        : rest.look("/gateway/bot").map(told -> to(gateway((JsonObject) told)));
  }

  private static String gateway(JsonObject told) {
    JsonObject limit = Json.part(told, "session_start_limit");
    if (limit.containsKey("remaining") && Json.number(limit, "remaining") <= 0) {
      throw new IllegalStateException(
          "no session may be begun for " + Json.number(limit, "reset_after") + " ms");
    }
    return Json.text(told, "url");
  }

  private static WebSocketConnectOptions to(String address) {
    URI uri = URI.create(address);
    boolean ssl = "wss".equals(uri.getScheme());
    String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost(uri.getHost());
    options.setPort(port(uri, ssl));
    options.setSsl(ssl);
    options.setURI(path + QUERY);
    options.setConnectTimeout(CONNECT);
    options.setTimeout(CONNECT);
    return options;
  }

  private static int port(URI uri, boolean ssl) {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return ssl ? 443 : 80;
  }

  @Override
  public End meaning(int code) {
    End end = Closes.of(code);
    if (end == End.FORGOTTEN) {
      forget();
    }
    return end;
  }

  private void forget() {
    session = "";
  }

  // ── what is heard ────────────────────────────────────────────────────────────────────────────

  @Override
  public void heard(Line line, String text) {
    JsonObject frame;
    try {
      frame = new JsonObject(text);
    } catch (DecodeException e) {
      line.end(End.BROKEN, Closes.KEEPING_THE_SESSION, "what came is no JSON");
      return;
    }
    switch (Json.number(frame, "op")) {
      case DISPATCH -> dispatched(line, frame);
      case HELLO -> hello(line, Json.part(frame, "d"));
      case HEARTBEAT -> ask(line);
      case ACK -> line.answered();
      case RECONNECT ->
          line.end(End.BROKEN, Closes.KEEPING_THE_SESSION, "it asked to be connected anew");
      case INVALID_SESSION -> invalid(line, Json.flag(frame, "d"));
      default -> {}
    }
  }

  private void hello(Line line, JsonObject hello) {
    int interval = Math.max(1, Json.number(hello, "heartbeat_interval"));
    line.beat(Duration.ofMillis(interval), chance.getAsDouble());
    line.say(line.resuming() ? resume().encode() : identify().encode());
  }

  private JsonObject resume() {
    return frame(
        RESUME,
        new JsonObject()
            .put("token", settings.token())
            .put("session_id", session)
            .put("seq", heard.reached()));
  }

  private JsonObject identify() {
    forget();
    JsonObject properties =
        new JsonObject().put("os", "linux").put("browser", "holdfast").put("device", "holdfast");
    return frame(
        IDENTIFY,
        new JsonObject()
            .put("token", settings.token())
            .put("intents", settings.intents())
            .put("properties", properties));
  }

  private static JsonObject frame(int op, Object data) {
    return new JsonObject().put("op", op).put("d", data);
  }

  @Override
  public void ask(Line line) {
    JsonObject beat = new JsonObject().put("op", HEARTBEAT).putNull("d");
    line.say((heard.reached() > 0 ? beat.put("d", heard.reached()) : beat).encode());
  }

  private void invalid(Line line, boolean resumable) {
    if (!resumable) {
      forget();
    }
    line.end(
        resumable ? End.BROKEN : End.FORGOTTEN,
        Closes.KEEPING_THE_SESSION,
        "it said that the session is invalid");
  }

  private void dispatched(Line line, JsonObject frame) {
    String name = Json.text(frame, "t");
    JsonObject data = Json.part(frame, "d");
    int seq = Json.number(frame, "s");
    if (name.equals("READY")) {
      session = Json.text(data, "session_id");
      url = Json.text(data, "resume_gateway_url");
      heard = new Seqs(0);
    }
    if (!heard.add(seq)) {
      return;
    }
    ears.event(line, new Event(session, seq, name, data));
    if (name.equals("READY") || name.equals("RESUMED")) {
      line.up();
      ears.up();
    }
  }
}
