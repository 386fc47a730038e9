package io.holdfast.connector.discord;

import io.holdfast.connector.Body;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The REST API of a {@link FakeDiscord}, with what can go wrong with it. */
final class FakeRest {

  private static final Pattern PATH = Pattern.compile("/api/v10(/.*)");
  private static final Pattern MESSAGES = Pattern.compile("/channels/(\\d+)/messages");
  private static final Pattern MESSAGE = Pattern.compile("/channels/(\\d+)/messages/(\\d+)");
  private static final Pattern TYPING = Pattern.compile("/channels/(\\d+)/typing");
  private static final Pattern CHANNEL = Pattern.compile("/channels/(\\d+)");
  private static final Pattern MEMBER = Pattern.compile("/guilds/(\\d+)/members/(\\d+)");
  private static final Pattern COMMANDS = Pattern.compile("/applications/(\\d+)/commands");
  private static final Pattern CALLBACK = Pattern.compile("/interactions/(\\d+)/([^/]+)/callback");
  private static final int TEXT_LIMIT = 2000;
  private static final int NONCE_LIMIT = 25;
  private static final int PAGE = 50;

  /**
   * A request that came.
   *
   * @param at by a clock that nobody sets, in nanoseconds
   */
  record Seen(String method, String path, long at, int status) {}

  /** What becomes of a request to send a message, or to change one, instead of being answered. */
  sealed interface Trouble {}

  /** It is told to come back, and nothing is done. */
  record Limited(double retryAfter, boolean global) implements Trouble {}

  /** It is answered with an error, and nothing is done. */
  record Broken(int status) implements Trouble {}

  /** None at all. */
  record Fine() implements Trouble {}

  /** It is done, and the answer is lost. */
  record Lost() implements Trouble {}

  /** The message to be changed is deleted just before, as all are that the bot has said there. */
  record Deleted() implements Trouble {}

  private final FakeDiscord discord;
  private final Deque<Trouble> troubles = new ArrayDeque<>();
  private final Deque<Trouble> changes = new ArrayDeque<>();
  private int limitedPages;
  private final List<String> shown = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final Map<String, JsonObject> callbacks = new HashMap<>();
  private JsonArray commands = new JsonArray();
  private Runnable then = () -> {};

  FakeRest(FakeDiscord discord) {
    this.discord = discord;
  }

  /** What the next requests to send a message meet, one each. */
  void next(Trouble... ahead) {
    discord.within(() -> troubles.addAll(List.of(ahead)));
  }

  /** What the next requests to change a message meet, one each. */
  void nextChanges(Trouble... ahead) {
    discord.within(() -> changes.addAll(List.of(ahead)));
  }

  /** Of so many requests for a page of messages, from now on, every second one is to come back. */
  void limitPages(int requests) {
    discord.within(() -> limitedPages = requests);
  }

  /** All texts that were to be seen, of whatever message, in the order in which they came up. */
  List<String> shown() {
    List<String> all = new ArrayList<>();
    discord.within(() -> all.addAll(shown));
    return all;
  }

  /** What happens whenever one meets trouble, before anything comes of it. */
  void then(Runnable what) {
    discord.within(() -> then = what);
  }

  /** The requests of a method whose path ends so. */
  List<Seen> seen(String method, String end) {
    List<Seen> matching = new ArrayList<>();
    discord.within(
        () ->
            seen.stream()
                .filter(one -> one.method().equals(method) && one.path().endsWith(end))
                .forEach(matching::add));
    return matching;
  }

  void answer(HttpServerRequest request, Body body) {
    Matcher path = PATH.matcher(request.path());
    if (request.path().startsWith("/files/")) {
      request.response().end("what it says");
    } else if (!path.matches()) {
      answer(request, 404, error(0, "404: Not Found"));
    } else if (CALLBACK.matcher(path.group(1)).matches()) {
      // Its token is all that it takes.
      post(request, path.group(1), body);
    } else if (!("Bot " + FakeDiscord.TOKEN).equals(request.getHeader("Authorization"))) {
      answer(request, 401, error(0, "401: Unauthorized"));
    } else if (request.getHeader("User-Agent") == null) {
      answer(request, 403, error(40333, "internal network error"));
    } else if (request.method() == HttpMethod.PUT) {
      put(request, path.group(1), body.bytes());
    } else if (request.method() == HttpMethod.POST) {
      post(request, path.group(1), body);
    } else if (request.method() == HttpMethod.PATCH) {
      change(request, path.group(1), new JsonObject(body.bytes()));
    } else {
      look(request, path.group(1));
    }
  }

  private void look(HttpServerRequest request, String path) {
    Matcher messages = MESSAGES.matcher(path);
    Matcher channel = CHANNEL.matcher(path);
    Matcher member = MEMBER.matcher(path);
    if (path.equals("/gateway/bot")) {
      answer(request, 200, gateway());
    } else if (path.equals("/applications/@me")) {
      answer(request, 200, JsonObject.of("id", FakeDiscord.BOT, "name", "holdfast"));
    } else if (path.equals("/users/@me")) {
      answer(request, 200, discord.bot());
    } else if (messages.matches()) {
      list(request, messages.group(1));
    } else if (channel.matches()) {
      Optional<FakeChannel> known = discord.channel(channel.group(1));
      answer(
          request,
          known.isPresent() ? 200 : 404,
          known.map(FakeChannel::json).orElseGet(() -> error(10003, "Unknown Channel")));
    } else if (member.matches()) {
      JsonObject user = Objects.user(member.group(2), "user", false);
      boolean bob = member.group(2).equals(FakeDiscord.BOB);
      List<String> roles = bob ? List.of(FakeDiscord.ROLE) : List.of();
      answer(request, 200, Objects.member(roles).put("user", user));
    } else {
      answer(request, 404, error(0, "404: Not Found"));
    }
  }

  private JsonObject gateway() {
    JsonObject limit =
        new JsonObject()
            .put("total", 1000)
            .put("remaining", 999)
            .put("reset_after", 3_600_000)
            .put("max_concurrency", 1);
    return new JsonObject()
        .put("url", discord.gateway())
        .put("shards", 1)
        .put("session_start_limit", limit);
  }

  private void list(HttpServerRequest request, String channel) {
    Optional<FakeChannel> known = discord.channel(channel);
    if (known.isEmpty()) {
      answer(request, 404, error(10003, "Unknown Channel"));
      return;
    }
    if (limitedPages > 0 && --limitedPages % 2 == 0) {
      limit(request, new Limited(0.001, false));
      return;
    }
    String limit = Optional.ofNullable(request.getParam("limit")).orElse(Integer.toString(PAGE));
    String after = Optional.ofNullable(request.getParam("after")).orElse("0");
    answer(request, 200, known.get().after(after, Integer.parseInt(limit)));
  }

  private void put(HttpServerRequest request, String path, Buffer body) {
    Matcher menu = COMMANDS.matcher(path);
    if (!menu.matches() || !menu.group(1).equals(FakeDiscord.BOT)) {
      answer(request, 404, error(10002, "Unknown Application"));
      return;
    }
    commands = new JsonArray(body);
    answer(request, 200, commands);
  }

  /** What the bot offers in Discord's menu. */
  List<JsonObject> commands() {
    List<JsonObject> all = new ArrayList<>();
    discord.within(() -> commands.forEach(one -> all.add((JsonObject) one)));
    return all;
  }

  /** How an interaction was answered, if it was. */
  Optional<JsonObject> answered(String token) {
    List<JsonObject> found = new ArrayList<>();
    discord.within(() -> Optional.ofNullable(callbacks.get(token)).ifPresent(found::add));
    return found.stream().findFirst();
  }

  private void callback(HttpServerRequest request, String token, Buffer body) {
    if (callbacks.putIfAbsent(token, new JsonObject(body)) == null) {
      note(request, 204);
      request.response().setStatusCode(204).end();
    } else {
      answer(request, 400, error(40060, "Interaction has already been acknowledged."));
    }
  }

  private void post(HttpServerRequest request, String path, Body body) {
    Matcher messages = MESSAGES.matcher(path);
    Matcher callback = CALLBACK.matcher(path);
    if (callback.matches()) {
      callback(request, callback.group(2), body.bytes());
    } else if (TYPING.matcher(path).matches()) {
      note(request, 204);
      request.response().setStatusCode(204).end();
    } else if (messages.matches() && discord.channel(messages.group(1)).isPresent()) {
      create(request, discord.channel(messages.group(1)).get(), said(body));
    } else {
      answer(request, 404, error(10003, "Unknown Channel"));
    }
  }

  private void create(HttpServerRequest request, FakeChannel channel, JsonObject body) {
    write(request, troubles, body, () -> made(channel, body));
  }

  private void change(HttpServerRequest request, String path, JsonObject body) {
    Matcher message = MESSAGE.matcher(path);
    if (message.matches() && changes.peek() instanceof Deleted) {
      changes.remove();
      discord.clear(message.group(1));
    }
    Optional<JsonObject> found =
        message.matches()
            ? discord.channel(message.group(1)).flatMap(in -> in.message(message.group(2)))
            : Optional.empty();
    if (found.isEmpty()) {
      answer(request, 404, error(10008, "Unknown Message"));
    } else {
      write(request, changes, body, () -> changed(found.get(), body));
    }
  }

  private void write(
      HttpServerRequest request, Deque<Trouble> ahead, JsonObject body, Supplier<JsonObject> show) {
    Optional<Trouble> trouble =
        Optional.ofNullable(ahead.poll()).filter(met -> !(met instanceof Fine));
    trouble.ifPresent(met -> then.run());
    if (trouble.isPresent() && trouble.get() instanceof Limited limited) {
      limit(request, limited);
    } else if (trouble.isPresent() && trouble.get() instanceof Broken broken) {
      answer(request, broken.status(), error(0, "broken"));
    } else if (fault(body).isPresent()) {
      answer(request, 400, error(50035, fault(body).get()));
    } else {
      JsonObject made = show.get();
      if (trouble.isEmpty()) {
        answer(request, 200, made);
      } else {
        note(request, 0);
        request.connection().close();
      }
    }
  }

  /** What is to be said, with the files that come with it as they are listed later. */
  private static JsonObject said(Body body) {
    if (body.bytes().length() > 0) {
      return new JsonObject(body.bytes());
    }
    JsonArray files = new JsonArray();
    body.files()
        .forEach(file -> files.add(JsonObject.of("filename", file.name(), "data", file.data())));
    return new JsonObject(body.fields().get("payload_json")).put("attachments", files);
  }

  private static Optional<String> fault(JsonObject body) {
    String content = body.getString("content", "");
    if (content.isBlank() && !body.containsKey("attachments")) {
      return Optional.of("Cannot send an empty message");
    }
    if (content.codePointCount(0, content.length()) > TEXT_LIMIT) {
      return Optional.of("Must be 2000 or fewer in length.");
    }
    return String.valueOf(body.getValue("nonce", "")).length() > NONCE_LIMIT
        ? Optional.of("nonce: Must be 25 or fewer in length.")
        : Optional.empty();
  }

  private JsonObject made(FakeChannel channel, JsonObject body) {
    String nonce = String.valueOf(body.getValue("nonce", ""));
    boolean enforced = body.getBoolean("enforce_nonce", false) && !nonce.isEmpty();
    Optional<JsonObject> earlier = enforced ? channel.under(nonce) : Optional.empty();
    if (earlier.isPresent()) {
      return earlier.get();
    }
    JsonObject message =
        Objects.message(
            discord.id(), channel.id(), discord.bot(), body.getString("content").strip());
    if (!nonce.isEmpty()) {
      message.put("nonce", nonce);
    }
    if (body.containsKey("message_reference")) {
      message.put("message_reference", body.getJsonObject("message_reference")).put("type", 19);
    }
    if (body.containsKey("components")) {
      message.put("components", body.getJsonArray("components"));
    }
    if (body.containsKey("attachments")) {
      message.put("attachments", body.getJsonArray("attachments"));
    }
    channel.remember(nonce, message);
    shown.add(message.getString("content"));
    return discord.publish(message, List.of());
  }

  private JsonObject changed(JsonObject message, JsonObject body) {
    message.put("content", body.getString("content").strip());
    message.put("edited_timestamp", message.getString("timestamp"));
    shown.add(message.getString("content"));
    return discord.update(message);
  }

  private void limit(HttpServerRequest request, Limited limited) {
    request
        .response()
        .putHeader("Retry-After", Long.toString((long) Math.ceil(limited.retryAfter())))
        .putHeader("X-RateLimit-Scope", limited.global() ? "global" : "user");
    if (limited.global()) {
      request.response().putHeader("X-RateLimit-Global", "true");
    }
    answer(
        request,
        429,
        new JsonObject()
            .put("message", "You are being rate limited.")
            .put("retry_after", limited.retryAfter())
            .put("global", limited.global()));
  }

  private static JsonObject error(int code, String message) {
    return new JsonObject().put("code", code).put("message", message);
  }

  private void answer(HttpServerRequest request, int status, JsonObject body) {
    answer(request, status, body.toBuffer());
  }

  private void answer(HttpServerRequest request, int status, JsonArray body) {
    answer(request, status, body.toBuffer());
  }

  private void answer(HttpServerRequest request, int status, Buffer body) {
    note(request, status);
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body);
  }

  private void note(HttpServerRequest request, int status) {
    seen.add(new Seen(request.method().name(), request.path(), System.nanoTime(), status));
  }
}
