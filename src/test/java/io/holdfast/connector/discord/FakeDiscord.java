package io.holdfast.connector.discord;

import io.holdfast.connector.Body;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Discord with one bot and one guild: the gateway (version 10) and what a bot needs of the REST
 * API, under one port. discord.js has judged it, see {@link DiscordJsIT}. Safe from any thread.
 */
final class FakeDiscord {

  static final String TOKEN = "a-bot-token";
  static final String GUILD = "900000000000000001";
  static final String BOT = "900000000000000002";
  static final String LOBBY = "900000000000000011";
  static final String SIDE = "900000000000000012";
  static final String THREAD = "900000000000000013";
  static final String DIRECT = "900000000000000014";
  static final String ANN = "900000000000000021";
  static final String BOB = "900000000000000022";
  static final String ROLE = "900000000000000031";

  static final int GUILD_MESSAGES = 1 << 9;
  static final int DIRECT_MESSAGES = 1 << 12;
  static final int MESSAGE_CONTENT = 1 << 15;

  /** Discord's epoch, in milliseconds since the other one. */
  private static final long EPOCH = 1_420_070_400_000L;

  private final Vertx vertx;
  private final FakeRest rest = new FakeRest(this);
  private final Map<String, FakeChannel> channels = new LinkedHashMap<>();
  private final Map<String, FakeSession> sessions = new LinkedHashMap<>();
  private final List<FakeSocket> sockets = new ArrayList<>();
  private final List<Integer> closes = new ArrayList<>();
  private final JsonObject bot = Objects.user(BOT, "holdfast", true);
  private HttpServer server;
  private int port;
  private int heartbeat = 10_000;
  private boolean refuseResumes;
  private boolean breakResumes;
  private boolean disorder;
  private Optional<Runnable> late = Optional.empty();
  private int identifies;
  private int resumes;
  private int most;
  private long ids;
  private long ahead;

  private FakeDiscord(Vertx vertx) {
    this.vertx = vertx;
    this.server = vertx.createHttpServer();
    for (String text : List.of(LOBBY, SIDE)) {
      channels.put(text, new FakeChannel(text, GUILD, ""));
    }
    channels.put(THREAD, new FakeChannel(THREAD, GUILD, SIDE));
    channels.put(DIRECT, new FakeChannel(DIRECT, "", ""));
  }

  static FakeDiscord open(Vertx vertx) throws Exception {
    FakeDiscord discord = new FakeDiscord(vertx);
    discord.listen();
    return discord;
  }

  private void listen() throws Exception {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setReuseAddress(true))
            .webSocketHandler(ws -> within(() -> connected(ws)))
            .requestHandler(
                request ->
                    Body.of(request).onSuccess(body -> within(() -> rest.answer(request, body))));
    get(server.listen(port, "127.0.0.1"));
    port = server.actualPort();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  /** What the connector's {@code api} is to be set to. */
  String api() {
    return "http://127.0.0.1:" + port + "/api/v10";
  }

  /** A file that was attached, of any name. */
  JsonObject attachment(String name, String type, int size) {
    String url = "http://127.0.0.1:" + port + "/files/" + name;
    return Objects.attachment(id(), name, type, size, url);
  }

  String gateway() {
    return "ws://127.0.0.1:" + port + "/gateway";
  }

  FakeRest rest() {
    return rest;
  }

  synchronized void within(Runnable step) {
    step.run();
  }

  private void connected(ServerWebSocket ws) {
    sockets.add(new FakeSocket(vertx, this, ws));
    most = Math.max(most, sockets.size());
  }

  // ── what people do ───────────────────────────────────────────────────────────────────────────

  /** Somebody says something; gives its id. */
  synchronized String say(String channel, String user, String text) {
    return say(channel, Objects.user(user, "user-" + user, false), List.of(), text);
  }

  /** As {@link #say}, by somebody with roles. */
  synchronized String say(String channel, JsonObject author, List<String> roles, String text) {
    JsonObject message = Objects.message(id(), channel, author, text);
    return publish(message, roles).getString("id");
  }

  /** A message appears; gives it. */
  JsonObject publish(JsonObject message, List<String> roles) {
    FakeChannel channel = channels.get(message.getString("channel_id"));
    channel.add(message);
    JsonObject told = message.copy().put("channel_type", channel.type());
    if (!channel.guild().isEmpty()) {
      told.put("guild_id", channel.guild()).put("member", Objects.member(roles));
    }
    int intent = channel.guild().isEmpty() ? DIRECT_MESSAGES : GUILD_MESSAGES;
    sessions.values().stream()
        .filter(session -> session.wants(intent))
        .forEach(session -> tell(session, told));
    return message;
  }

  /** A message says something else; gives it. */
  JsonObject update(JsonObject message) {
    FakeChannel channel = channels.get(message.getString("channel_id"));
    tell(channel, "MESSAGE_UPDATE", message.copy().put("channel_type", channel.type()));
    return message;
  }

  /** Everybody is told who wants to know of the messages of a channel. */
  void tell(FakeChannel channel, String name, JsonObject what) {
    int intent = channel.guild().isEmpty() ? DIRECT_MESSAGES : GUILD_MESSAGES;
    sessions.values().stream()
        .filter(session -> session.wants(intent))
        .forEach(session -> session.tell(name, what));
  }

  private void tell(FakeSession session, JsonObject message) {
    boolean own = message.getJsonObject("author").getString("id").equals(BOT);
    boolean open = own || !message.containsKey("guild_id") || session.wants(MESSAGE_CONTENT);
    JsonObject told = open ? message : message.copy().put("content", "");
    if (!disorder) {
      session.tell("MESSAGE_CREATE", told);
      return;
    }
    JsonObject frame = session.number("MESSAGE_CREATE", told);
    Runnable twice =
        () -> {
          session.write(frame);
          session.write(frame);
        };
    if (late.isPresent()) {
      twice.run();
      late.get().run();
      late = Optional.empty();
    } else {
      late = Optional.of(twice);
    }
  }

  /** Somebody chooses one of the bot's commands; gives its token. */
  synchronized String chooses(String channel, String user, String command, String more) {
    JsonObject data =
        new JsonObject()
            .put("id", id())
            .put("type", 1)
            .put("name", command)
            .put("resolved", new JsonObject());
    if (!more.isEmpty()) {
      JsonObject option = new JsonObject().put("type", 3).put("name", "more").put("value", more);
      data.put("options", new JsonArray().add(option));
    }
    return interact(Objects.interaction(id(), 2, channels.get(channel), user, data));
  }

  /** Somebody presses a button of the last message that has any; gives the press's token. */
  synchronized String presses(String channel, String user, String label) {
    JsonObject message = Objects.withButtons(channels.get(channel).messages());
    JsonObject data =
        new JsonObject()
            .put("component_type", 2)
            .put("custom_id", Objects.button(message, label).getString("custom_id"));
    return interact(
        Objects.interaction(id(), 3, channels.get(channel), user, data).put("message", message));
  }

  private String interact(JsonObject interaction) {
    sessions.values().forEach(session -> session.tell("INTERACTION_CREATE", interaction));
    return interaction.getString("token");
  }

  /** An id that is higher than all before, as Discord makes them from the time. */
  synchronized String id() {
    ids++;
    return Long.toString(((System.currentTimeMillis() + ahead - EPOCH) << 22) + ids);
  }

  /** Time goes by. */
  synchronized void later(Duration time) {
    ahead += time.toMillis();
  }

  // ── what breaks ──────────────────────────────────────────────────────────────────────────────

  synchronized void heartbeat(int millis) {
    heartbeat = millis;
  }

  int heartbeat() {
    return heartbeat;
  }

  /** Closes every socket with a code. */
  synchronized void close(int code) {
    List.copyOf(sockets).forEach(socket -> socket.close(code));
  }

  /** From now on the sockets that are open neither answer nor tell anything. */
  synchronized void freeze() {
    sockets.forEach(FakeSocket::freeze);
  }

  synchronized void askToReconnect() {
    sockets.forEach(FakeSocket::askToReconnect);
  }

  /** Tells everybody that their session is no more, which is true unless it is resumable. */
  synchronized void invalidate(boolean resumable) {
    if (!resumable) {
      sessions.clear();
    }
    sockets.forEach(socket -> socket.invalidate(resumable));
  }

  /** Whether no session is known when it is to be resumed. */
  synchronized void refuseResumes(boolean refuse) {
    refuseResumes = refuse;
  }

  /** Whether a socket is cut when a session is to be resumed on it. */
  synchronized void breakResumes(boolean breaks) {
    breakResumes = breaks;
  }

  /** Whether messages are told twice each, and every two of them in the wrong order. */
  synchronized void disorder(boolean disordered) {
    disorder = disordered;
  }

  /** Is not there any more; what it knows it keeps. */
  void stop() throws Exception {
    within(() -> sockets.forEach(FakeSocket::leave));
    get(server.shutdown(0, TimeUnit.SECONDS));
  }

  /** Is there again, under the same port. */
  void start() throws Exception {
    listen();
  }

  /** Somebody deletes all that the bot has said in a channel. */
  synchronized void clear(String channel) {
    channels.get(channel).messages().removeAll(channels.get(channel).by(BOT));
  }

  // ── what can be seen ─────────────────────────────────────────────────────────────────────────

  /** A channel is deleted. */
  synchronized void delete(String channel) {
    channels.remove(channel);
  }

  /** What the bot has said in a channel, as people see it. */
  synchronized List<String> said(String channel) {
    return channels.get(channel).by(BOT).stream().map(said -> said.getString("content")).toList();
  }

  /** What stands on the buttons that a channel was shown last. */
  synchronized List<String> buttons(String channel) {
    return Objects.buttons(Objects.withButtons(channels.get(channel).messages())).stream()
        .map(button -> button.getString("label"))
        .toList();
  }

  /** The files that the bot has sent to a channel, with their contents in base64. */
  synchronized List<String> files(String channel) {
    return channels.get(channel).by(BOT).stream()
        .flatMap(message -> message.getJsonArray("attachments").stream())
        .map(file -> (JsonObject) file)
        .map(file -> file.getString("filename") + ": " + file.getString("data"))
        .toList();
  }

  synchronized int identifies() {
    return identifies;
  }

  synchronized int resumes() {
    return resumes;
  }

  /** How many sockets are open. */
  synchronized int sockets() {
    return sockets.size();
  }

  /** How many have been open at the same time. */
  synchronized int most() {
    return most;
  }

  /** The codes with which sockets were closed, 0 for none. */
  synchronized List<Integer> closes() {
    return List.copyOf(closes);
  }

  // ── for its parts, which are within already ──────────────────────────────────────────────────

  void identified() {
    identifies++;
  }

  void resumed() {
    resumes++;
  }

  boolean breaksResumes() {
    return breakResumes;
  }

  Optional<FakeSession> session(String id) {
    return Optional.ofNullable(sessions.get(id)).filter(known -> !refuseResumes);
  }

  FakeSession begin(FakeSocket socket, int intents) {
    FakeSession session = new FakeSession("session-" + id(), intents, socket);
    sessions.put(session.id(), session);
    return session;
  }

  void welcome(FakeSession session) {
    session.tell("READY", Objects.ready(GUILD, bot, session.id(), gateway()));
    session.tell("GUILD_CREATE", guild());
  }

  private JsonObject guild() {
    return Objects.guild(
        GUILD,
        bot,
        channels.values().stream().filter(channel -> !channel.guild().isEmpty()).toList());
  }

  void forget(FakeSession session) {
    sessions.remove(session.id());
  }

  void gone(FakeSocket socket, int code) {
    sockets.remove(socket);
    closes.add(code);
  }

  Optional<FakeChannel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  JsonObject bot() {
    return bot;
  }
}
