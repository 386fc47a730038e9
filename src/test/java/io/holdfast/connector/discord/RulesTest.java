package io.holdfast.connector.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.connector.Downloads;
import io.holdfast.connector.Post;
import io.holdfast.link.End;
import io.holdfast.model.Address;
import io.holdfast.model.Option;
import io.holdfast.model.Speaker;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On Discord")
class RulesTest {

  private static final Place LOBBY = new Place("lobby", "guild", "");
  private static final Place THREAD = new Place("thread", "guild", "lobby");
  private static final Place DIRECT = new Place("direct", "", "");

  @ParameterizedTest(name = "users [{0}] roles [{1}] channels [{2}] guilds [{3}]: {4}, {5}, {6}")
  @CsvSource({
    "'', '', '', '', false, false, false",
    "ann, '', '', '', true, true, true",
    "bob, '', '', '', false, false, false",
    "*, '', '', '', true, true, true",
    "'', crew, '', '', true, true, false",
    "'', staff, '', '', false, false, false",
    "'', *, '', '', true, true, false",
    "'', '', lobby, '', true, true, false",
    "'', '', thread, '', false, true, false",
    "'', '', other, '', false, false, false",
    "'', '', '', guild, true, true, false",
    "'', '', other, guild, true, true, false",
    "'', '', '', *, true, true, false",
    "ann, '', other, '', false, false, true",
    "ann, staff, lobby, '', true, true, true",
    "bob, '', lobby, '', false, false, false"
  })
  @DisplayName(
      "Ann, of the crew, may speak in the lobby, its thread, and directly, if it is allowed:")
  void allowed(
      String users,
      String roles,
      String channels,
      String guilds,
      boolean lobby,
      boolean thread,
      boolean direct) {
    Allow allow = new Allow(set(users), set(roles), set(channels), set(guilds), false);
    List<String> hers = List.of("crew");
    assertThat(allow.admits(LOBBY, "ann", hers)).isEqualTo(lobby);
    assertThat(allow.admits(THREAD, "ann", hers)).isEqualTo(thread);
    assertThat(allow.admits(DIRECT, "ann", List.of())).isEqualTo(direct);
  }

  @ParameterizedTest(name = "{0}: Ann of whom is known {1} stays {2}")
  @CsvSource({
    "'users ann', '', true",
    "'users *', '', true",
    "'users bob', '', false",
    "'', '', false",
    "'users bob roles crew', '', true",
    "'users bob channels lobby', '', false",
    "'channels lobby', '', true",
    "'guilds guild', '', true",
    "'users bob pairing', approved, true",
    "'users bob pairing', 'approved direct', true",
    "'users bob pairing', '', false",
    "'users bob', 'approved direct', false",
    "'roles crew pairing', direct, false",
    "'channels lobby pairing', direct, false",
    "'channels lobby pairing', 'approved direct', true",
    "'roles crew pairing', '', true",
    "'roles crew', direct, false",
    "'channels lobby', 'approved direct', false"
  })
  @DisplayName(
      "what was said goes on where it can be told, or cannot without asking, that one may:")
  void door(String allowed, String known, boolean stays) {
    Allow allow =
        new Allow(
            named("users", allowed),
            named("roles", allowed),
            named("channels", allowed),
            named("guilds", allowed),
            allowed.contains("pairing"));
    Speaker ann =
        new Speaker(
            new Address("bot", "somewhere", ""),
            "ann",
            known.contains("approved"),
            known.contains("direct"));
    assertThat(allow.door().admits().test(ann)).isEqualTo(stays);
    boolean named = allowed.startsWith("users") && !allow.pairing() && !allowed.contains("roles");
    assertThat(allow.door().pairs()).isEqualTo(!named && !allowed.isEmpty());
  }

  /** The word behind a word. */
  private static Set<String> named(String key, String text) {
    return set(text.contains(key) ? text.replaceFirst(".*" + key + " (\\S+).*", "$1") : "");
  }

  private static Set<String> set(String id) {
    return id.isEmpty() ? Set.of() : Set.of(id);
  }

  @Test
  @DisplayName("S50: seconds with any decimals become milliseconds that are never too few")
  void retryAfter() {
    assertThat(Limits.millis(0.3337)).isEqualTo(334);
    assertThat(Limits.millis(1)).isEqualTo(1_000);
    assertThat(Limits.millis("64.57")).isEqualTo(64_570);
    assertThat(Limits.millis(-1)).isZero();
    assertThat(Limits.millis("soon")).isEqualTo(5_000);
  }

  @Test
  @DisplayName("S50: a limit holds for its route, or for all, until the millisecond that it named")
  void limits() {
    Limits limits = new Limits();
    limits.refused("POST a", new JsonObject().put("retry_after", 0.25), 1_000);
    assertThat(limits.left("POST a", 1_100)).isEqualTo(150);
    assertThat(limits.left("POST b", 1_100)).isZero();
    limits.refused("POST b", new JsonObject().put("retry_after", 2).put("global", true), 1_000);
    assertThat(limits.left("GET c", 2_999)).isEqualTo(1);
    assertThat(limits.left("GET c", 3_000)).isZero();
    limits.told("GET c", "0", "0.5", 3_000);
    limits.told("GET d", "1", "0.5", 3_000);
    assertThat(limits.left("GET c", 3_000)).isEqualTo(500);
    assertThat(limits.left("GET d", 3_000)).isZero();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, BROKEN",
    "1000, BROKEN",
    "1001, BROKEN",
    "1006, BROKEN",
    "4000, BROKEN",
    "4004, HOPELESS",
    "4007, FORGOTTEN",
    "4008, BROKEN",
    "4009, FORGOTTEN",
    "4014, HOPELESS"
  })
  @DisplayName("a close means what its documentation says:")
  void closes(int code, End end) {
    assertThat(Closes.of(code)).isEqualTo(end);
  }

  @Test
  @DisplayName("numbers count as reached without a gap, each once; what never comes is passed over")
  void seqs() {
    Seqs seqs = new Seqs(3);
    assertThat(seqs.add(3)).isFalse();
    assertThat(seqs.add(5)).isTrue();
    assertThat(seqs.add(5)).isFalse();
    assertThat(seqs.reached()).isEqualTo(3);
    assertThat(seqs.add(4)).isTrue();
    assertThat(seqs.reached()).isEqualTo(5);
    for (int seq = 7; seq <= 107; seq++) {
      seqs.add(seq);
    }
    assertThat(seqs.reached()).isEqualTo(107);
  }

  @Test
  @DisplayName(
      "a message is read without the mention in front; none of a bot, a webhook, the system")
  void said() {
    JsonObject message = Objects.message("9", "1", Objects.user("7", "ann", false), "<@5> /stop");
    message.put(
        "attachments",
        new JsonArray().add(new JsonObject().put("filename", "a.txt").put("url", "http://a")));
    Said said = Said.of(message, "5").orElseThrow();
    assertThat(said.text()).isEqualTo("/stop");
    assertThat(said.files())
        .singleElement()
        .extracting(Downloads.Source::name, Downloads.Source::link)
        .containsExactly("a.txt", "http://a");
    assertThat(said.sender().name()).isEqualTo("ann");
    assertThat(Said.of(message.copy().put("webhook_id", "1"), "5")).isEmpty();
    assertThat(Said.of(message.copy().put("type", 7), "5")).isEmpty();
    assertThat(Said.of(message.copy().put("author", Objects.user("7", "x", true)), "5")).isEmpty();
    assertThat(Said.of(message, "7")).isEmpty();
  }

  @Test
  @DisplayName("a message was changed when it says so, and not because it is told again")
  void edited() {
    JsonObject message = Objects.message("9", "1", Objects.user("7", "ann", false), "hi");
    assertThat(Said.editedAt(message)).isZero();
    assertThat(Said.editedAt(new JsonObject())).isZero();
    message.put("edited_timestamp", "2015-04-26T06:26:56.936000+00:00");
    assertThat(Said.editedAt(message)).isEqualTo(1_430_029_616_936L);
    assertThat(Said.editedAt(message.put("edited_timestamp", "yesterday"))).isZero();
  }

  @Test
  @DisplayName("a cursor is read as it was written, and as none where it is something else")
  void cursor() {
    Bookmark bookmark = new Bookmark(Cursor.NONE);
    bookmark.begun("s1", "ws://r", "5", List.of("g"), 1_700_000_000_000L);
    bookmark.done("s1", 1);
    bookmark.done("s0", 2);
    Cursor cursor = Cursor.of(bookmark.cursor().text());
    assertThat(cursor).isEqualTo(bookmark.cursor());
    assertThat(cursor.seq()).isEqualTo(1);
    assertThat(cursor.awaited()).isEmpty();
    assertThat(Cursor.of("12 apples")).isEqualTo(Cursor.NONE);
  }

  @Test
  @DisplayName("S47: the mark stays where it was until all is read that was said since then")
  void mark() {
    Bookmark bookmark =
        new Bookmark(new Cursor("5", "s1", "", 4, 1L << 40, List.of(), Map.of(), List.of("d")));
    bookmark.begun("s2", "", "5", List.of("g"), 0);
    Said news =
        Said.of(Objects.message("" + (1L << 41), "1", Objects.user("7", "ann", false), "hi"), "5")
            .orElseThrow();
    bookmark.seen(news, LOBBY);
    assertThat(bookmark.cursor().mark()).isEqualTo(1L << 40);
    bookmark.told("g", List.of(LOBBY));
    bookmark.paid("lobby");
    assertThat(bookmark.owed()).containsExactly(new Place("d", "", ""));
    assertThat(bookmark.cursor().mark()).isEqualTo(1L << 40);
    bookmark.paid("d");
    assertThat(bookmark.cursor().mark()).isEqualTo(1L << 41);
  }

  @Test
  @DisplayName("S16: a message is found by its nonce, else by what it says and what it answers")
  void found() {
    Post post =
        new Post("k1", new Address("d", "1", ""), " so \n", List.of(), List.of(), List.of("8"), 0);
    JsonObject bot = Objects.user("5", "bot", true);
    JsonObject made = Objects.message("9", "1", bot, "so");
    JsonObject answering =
        made.copy().put("message_reference", new JsonObject().put("message_id", "8"));
    assertThat(Sends.isPost(answering, post, "5")).isTrue();
    assertThat(Sends.isPost(made, post, "5")).isFalse();
    assertThat(Sends.isPost(answering, post, "6")).isFalse();
    assertThat(Sends.isPost(answering.copy().put("content", "no"), post, "5")).isFalse();
    assertThat(Sends.isPost(answering.copy().put("nonce", "k2"), post, "5")).isFalse();
    assertThat(Sends.isPost(made.copy().put("nonce", "k1"), post, "5")).isTrue();
  }

  @Test
  @DisplayName("what is chosen is answered without a reference, and a button with its message")
  void references() {
    assertThat(Sends.body(answering("interaction-7/")).containsKey("message_reference")).isFalse();
    assertThat(
            Sends.body(answering("interaction-7/9"))
                .getJsonObject("message_reference")
                .getString("message_id"))
        .isEqualTo("9");
  }

  private static Post answering(String id) {
    return new Post("k1", new Address("d", "1", ""), "so", List.of(), List.of(), List.of(id), 0);
  }

  @Test
  @DisplayName("what Discord's menu and its buttons cannot hold is not offered there")
  void offers() {
    List<Option> options =
        List.of(new Option("Yes", "/yes"), new Option("No", "/no " + "x".repeat(100)));
    Post post = new Post("k1", new Address("d", "1", ""), "so", List.of(), options, List.of(), 0);
    assertThat(Objects.buttons(Sends.body(post)))
        .extracting(button -> button.getString("label"))
        .containsExactly("Yes");
    assertThat(Menu.commands())
        .allSatisfy(
            command -> {
              JsonObject entry = (JsonObject) command;
              assertThat(entry.getString("name")).matches("[a-z]{1,32}");
              assertThat(entry.getString("description")).hasSizeBetween(1, 100);
            });
  }

  @Test
  @DisplayName("S16: each message has its key as a nonce that is enforced, and mentions nobody")
  void body() {
    Post post =
        new Post("k1", new Address("d", "1", ""), "@everyone", List.of(), List.of(), List.of(), 0);
    JsonObject body = Sends.body(post);
    assertThat(body.getString("nonce")).isEqualTo("k1");
    assertThat(body.getBoolean("enforce_nonce")).isTrue();
    assertThat(body.getJsonObject("allowed_mentions").getJsonArray("parse")).isEmpty();
  }
}
