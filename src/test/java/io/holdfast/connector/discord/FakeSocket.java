package io.holdfast.connector.discord;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One socket of the gateway, held to Discord's rules. */
final class FakeSocket {

  private static final int HEARTBEAT = 1;
  private static final int IDENTIFY = 2;
  private static final int RESUME = 6;
  private static final int RECONNECT = 7;
  private static final int INVALID_SESSION = 9;
  private static final int HELLO = 10;
  private static final int ACK = 11;

  /** A pause of the machine is no silence, however short the interval, in milliseconds. */
  private static final long LENIENT = 30_000;

  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  private static final int UNKNOWN_ERROR = 4000;
  private static final int UNKNOWN_OPCODE = 4001;
  private static final int NOT_AUTHENTICATED = 4003;
  private static final int AUTHENTICATION_FAILED = 4004;
  private static final int ALREADY_AUTHENTICATED = 4005;
  private static final int INVALID_SEQ = 4007;
  private static final int TIMED_OUT = 4009;
  private static final int INVALID_INTENTS = 4013;

  private final Vertx vertx;
  private final FakeDiscord discord;
  private final ServerWebSocket ws;
  private final long watch;
  private Optional<FakeSession> session = Optional.empty();
  private boolean frozen;
  private boolean beaten = true;

  FakeSocket(Vertx vertx, FakeDiscord discord, ServerWebSocket ws) {
    this.vertx = vertx;
    this.discord = discord;
    this.ws = ws;
    this.watch =
        vertx.setPeriodic(Math.max(LENIENT, 2L * discord.heartbeat()), look -> demandBeat());
    ws.textMessageHandler(text -> discord.within(() -> read(new JsonObject(text))));
    ws.closeHandler(gone -> discord.within(this::gone));
    write(hello());
  }

  private JsonObject hello() {
    return frame(HELLO).put("d", new JsonObject().put("heartbeat_interval", discord.heartbeat()));
  }

  private static JsonObject frame(int op) {
    return new JsonObject().put("op", op).putNull("t").putNull("s").putNull("d");
  }

  void write(JsonObject frame) {
    if (!frozen && !ws.isClosed()) {
      ws.writeTextMessage(frame.encode());
    }
  }

  /** From now on nothing is answered, and nobody is told. */
  void freeze() {
    frozen = true;
  }

  void close(int code) {
    leave();
    ws.close((short) code);
  }

  /** Nothing is told on it any more; its session lasts. */
  void leave() {
    frozen = true;
    session.ifPresent(left -> left.leave(this));
    session = Optional.empty();
  }

  void askToReconnect() {
    write(frame(RECONNECT));
  }

  void invalidate(boolean resumable) {
    write(frame(INVALID_SESSION).put("d", resumable));
  }

  private void demandBeat() {
    if (!beaten && !frozen) {
      close(TIMED_OUT);
    }
    beaten = false;
  }

  private void gone() {
    vertx.cancelTimer(watch);
    Short code = ws.closeStatusCode();
    if (code != null && (code == NORMAL || code == GOING_AWAY)) {
      session.ifPresent(discord::forget);
    }
    leave();
    discord.gone(this, code == null ? 0 : code);
  }

  private void read(JsonObject frame) {
    beaten = true;
    if (frozen) {
      return;
    }
    switch (frame.getInteger("op")) {
      case HEARTBEAT -> write(frame(ACK));
      case IDENTIFY -> identify(frame.getJsonObject("d"));
      case RESUME -> resume(frame.getJsonObject("d"));
      default -> close(session.isEmpty() ? NOT_AUTHENTICATED : UNKNOWN_OPCODE);
    }
  }

  private void identify(JsonObject d) {
    discord.identified();
    if (session.isPresent()) {
      close(ALREADY_AUTHENTICATED);
    } else if (!FakeDiscord.TOKEN.equals(d.getString("token"))) {
      close(AUTHENTICATION_FAILED);
    } else if (d.getInteger("intents", 0) == 0 || d.getJsonObject("properties") == null) {
      close(INVALID_INTENTS);
    } else {
      FakeSession begun = discord.begin(this, d.getInteger("intents"));
      session = Optional.of(begun);
      discord.welcome(begun);
    }
  }

  private void resume(JsonObject d) {
    discord.resumed();
    Optional<FakeSession> known = discord.session(d.getString("session_id"));
    if (discord.breaksResumes()) {
      close(UNKNOWN_ERROR);
    } else if (!FakeDiscord.TOKEN.equals(d.getString("token"))) {
      close(AUTHENTICATION_FAILED);
    } else if (known.isEmpty()) {
      invalidate(false);
    } else if (d.getInteger("seq") > known.get().seq()) {
      close(INVALID_SEQ);
    } else {
      session = known;
      known.get().resume(this, d.getInteger("seq"));
    }
  }
}
