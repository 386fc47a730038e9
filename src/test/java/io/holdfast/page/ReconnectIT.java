package io.holdfast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.holdfast.page.FakeGateway.accepted;
import static io.holdfast.page.FakeGateway.delta;
import static io.holdfast.page.FakeGateway.history;
import static io.holdfast.page.FakeGateway.item;
import static io.holdfast.page.FakeGateway.notice;
import static io.holdfast.page.FakeGateway.progress;
import static io.holdfast.page.FakeGateway.rejected;
import static io.holdfast.page.FakeGateway.reply;
import static io.holdfast.page.FakeGateway.turn;
import static io.holdfast.page.FakeGateway.welcome;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chat page, when the gateway goes or says no,")
class ReconnectIT extends PageCase {

  private static final JsonObject CUT = new JsonObject().put("type", "cut");

  @Test
  @DisplayName("S07: sends an unanswered message again with the same id after a dropped socket")
  void resends() {
    online();
    gateway.onMessage(m -> List.of(CUT));
    gateway.away(true);
    visit.write("hold this");
    visit.find(".pill.waiting").waitFor();
    gateway.onMessage(m -> List.of(accepted(m).put("duplicate", true)));
    gateway.away(false);
    visit.connectNow();
    assertThat(visit.find(".status.accepted")).hasCount(1);
    List<JsonObject> sent = gateway.received("message");
    Assertions.assertThat(sent).hasSizeGreaterThanOrEqualTo(2);
    Assertions.assertThat(sent).allMatch(frame -> frame.equals(sent.get(0)));
    assertThat(visit.messages()).hasCount(1);
  }

  @Test
  @DisplayName("keeps what is unsent across a reload, and sends it in the order it was written")
  void survivesReload() {
    online();
    gateway.away(true);
    gateway.cut();
    visit.find(".pill.waiting").waitFor();
    visit.write("first").write("second");
    assertThat(visit.find(".status"))
        .hasText(new String[] {"Waiting to be sent", "Waiting to be sent"});
    visit.page().reload();
    assertThat(visit.messages()).hasCount(2);
    gateway.away(false);
    visit.find(".pill.online").waitFor();
    assertThat(visit.find(".status.accepted")).hasCount(2);
    Assertions.assertThat(gateway.received("message"))
        .extracting(frame -> frame.getString("text"))
        .containsExactly("first", "second");
    visit.page().reload();
    visit.find(".pill.online").waitFor();
    gateway.send(reply(visit.chat(), "d1", "t1", "done"));
    visit.replies().waitFor();
    Assertions.assertThat(gateway.received("message")).hasSize(2);
  }

  @Test
  @DisplayName(
      "waits as long as a rate limit asks, then sends the same message; the next one waits")
  void obeysRetryAfter() {
    online();
    int pause = 1_500;
    List<Instant> heard = new CopyOnWriteArrayList<>();
    gateway.onMessage(
        m -> {
          heard.add(Instant.now());
          return List.of(
              heard.size() == 1
                  ? rejected(m, "rate-limited").put("retryAfter", pause)
                  : accepted(m));
        });
    visit.watch(".status.retrying");
    visit.write("soon").write("later");
    assertThat(visit.find(".status.accepted")).hasCount(2);
    Assertions.assertThat(visit.seen())
        .anyMatch(text -> text.matches("Too many messages at once\\. Again in [12] s"));
    Assertions.assertThat(Duration.between(heard.get(0), heard.get(1)).toMillis())
        .isGreaterThan(pause - 50L);
    Assertions.assertThat(gateway.received("message"))
        .extracting(frame -> frame.getString("text"))
        .containsExactly("soon", "soon", "later");
    Assertions.assertThat(gateway.received("message").get(1))
        .isEqualTo(gateway.received("message").get(0));
  }

  @Test
  @DisplayName("says plainly why a message was refused, and offers to send or edit it")
  void refused() {
    online();
    gateway.onMessage(m -> List.of(rejected(m, "busy")));
    visit.write("me too");
    assertThat(visit.find(".refusal")).containsText("Not sent. The agent is busy");
    gateway.onMessage(m -> List.of(accepted(m)));
    visit.button("Try again").click();
    assertThat(visit.find(".status.accepted")).hasCount(1);
    gateway.onMessage(m -> List.of(rejected(m, "too-large")));
    visit.write("a long one");
    visit.button("Edit").click();
    assertThat(visit.find("#message")).hasValue("a long one");
    assertThat(visit.messages()).hasCount(1);
  }

  @Test
  @DisplayName("asks for the token when the gateway does, keeps it and comes back with it")
  void asksForToken() {
    gateway.onHello(
        hello ->
            "open sesame".equals(hello.getString("token"))
                ? List.of(welcome())
                : List.of(new JsonObject().put("type", "close").put("code", 4401)));
    visit.open(gateway.port(), "/");
    Locator field = visit.find("dialog input[name=token]");
    field.fill("wrong");
    field.press("Enter");
    assertThat(visit.find("dialog")).containsText("did not accept that token");
    field.fill("open sesame");
    field.press("Enter");
    visit.find(".pill.online").waitFor();
    assertThat(visit.find("dialog")).hasCount(0);
    visit.page().reload();
    visit.find(".pill.online").waitFor();
    assertThat(visit.find("dialog")).hasCount(0);
  }

  @Test
  @DisplayName("honours a goaway: says that the task goes on, waits as told, comes back")
  void goesAway() {
    online();
    gateway.send(turn(visit.chat(), "t1", "running", 1));
    visit.find(".turn").waitFor();
    gateway.send(
        new JsonObject()
            .put("type", "goaway")
            .put("reason", "restart")
            .put("reconnectAfter", 2000));
    assertThat(visit.find(".banner")).containsText("The gateway is restarting, your task goes on.");
    visit.watch(".pill");
    Instant gone = Instant.now();
    gateway.close(1012);
    visit.find(".pill.online").waitFor();
    Assertions.assertThat(Duration.between(gone, Instant.now()).toMillis())
        .isBetween(1_900L, 20_000L);
    Assertions.assertThat(visit.seen()).anyMatch(text -> text.matches(".*reconnecting in \\d s"));
    assertThat(visit.find(".banner")).hasCount(0);
  }

  @Test
  @DisplayName("S21: drops a turn that ended meanwhile, and shows the reply that it missed")
  void catchesUp() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), reply(chat, "d0", "t0", "before"));
    visit.find(".turn").waitFor();
    gateway.onHistory(
        asked ->
            history(
                asked,
                false,
                item("2026-01-01T10:00:00Z", "agent", "d0", "before"),
                item("2026-01-01T10:01:00Z", "agent", "d1", "missed")));
    gateway.away(true);
    gateway.cut();
    visit.find(".pill.waiting").waitFor();
    assertThat(visit.find(".turn")).hasCount(1);
    gateway.away(false);
    visit.connectNow();
    assertThat(visit.find(".row.agent .markdown")).hasText(new String[] {"before", "missed"});
    assertThat(visit.find(".turn")).hasCount(0);
  }

  @Test
  @DisplayName("S12: says where a turn was resumed, not where it had got to by the reconnect")
  void resumedMeanwhile() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), progress("t1", 1, 4, "copying"));
    visit.find(".knot").nth(3).waitFor();
    JsonObject resumed = turn(chat, "t1", "resumed", 2).put("reason", "crash").put("steps", 5);
    gateway.onHello(hello -> List.of(welcome(), resumed));
    gateway.away(true);
    gateway.cut();
    assertThat(visit.find(".banner")).containsText("The connection was lost, your task goes on.");
    gateway.away(false);
    visit.connectNow();
    assertThat(visit.find(".turn-resumed")).hasText("resumed at step 4 after a restart");
  }

  @Test
  @DisplayName(
      "keeps the live text of a turn that still runs after a reconnect, and drops one that ended")
  void goesOn() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), delta("t1", 1, 0, "so far"));
    gateway.send(turn(chat, "ended", "running", 1));
    visit.find(".live").waitFor();
    gateway.onHello(hello -> List.of(welcome(), turn(chat, "t1", "running", 1)));
    gateway.away(true);
    gateway.cut();
    visit.find(".pill.waiting").waitFor();
    gateway.away(false);
    visit.connectNow();
    gateway.send(delta("t1", 1, 1, ", and on"));
    assertThat(visit.find(".live")).hasText("so far, and on");
    assertThat(visit.find("[data-turn=ended]")).hasCount(0);
    assertThat(visit.find(".live")).hasText("so far, and on");
  }

  @Test
  @DisplayName("shows what another tab wrote once the gateway speaks of it")
  void otherTab() {
    online();
    String chat = visit.chat();
    await().until(() -> gateway.received("history").size() == 1);
    gateway.onHistory(
        asked ->
            history(asked, false, item("2026-01-01T10:00:00Z", "user", "m-other", "from there")));
    gateway.send(turn(chat, "t1", "running", 1).put("inReplyTo", new JsonArray().add("m-other")));
    assertThat(visit.messages()).containsText("from there");
    gateway.send(
        reply(chat, "d1", "t1", "to there").put("inReplyTo", new JsonArray().add("m-other")));
    visit.replies().waitFor();
    Assertions.assertThat(gateway.received("history")).hasSize(2);
  }

  @Test
  @DisplayName("comes back by itself, each time later, while the gateway is away")
  void backsOff() {
    online();
    gateway.away(true);
    gateway.cut();
    visit.find(".pill.waiting").waitFor();
    assertThat(visit.pill()).hasText(Pattern.compile("reconnecting in [23] s"));
    gateway.away(false);
    visit.find(".pill.online").waitFor();
  }

  @Test
  @DisplayName("S46: asks a silent gateway whether it is there, and says offline until it answers")
  void offline() {
    online();
    await().until(() -> gateway.received("history").size() == 1);
    visit.page().evaluate("dispatchEvent(new Event('offline'))");
    await().until(() -> gateway.received("history").size() == 2);
    assertThat(visit.pill()).hasText("online");
    gateway.away(true);
    gateway.cut();
    visit.find(".pill.waiting").waitFor();
    visit.context().setOffline(true);
    assertThat(visit.pill()).hasText("offline");
    visit.context().setOffline(false);
    gateway.away(false);
    visit.find(".pill.online").waitFor();
  }

  @Test
  @DisplayName("keeps conversations apart and points at the one with news")
  void conversations() {
    online();
    String first = visit.chat();
    visit.write("the first topic");
    assertThat(visit.find(".title")).hasText("the first topic");
    visit.button("New conversation").first().click();
    assertThat(visit.messages()).hasCount(0);
    String second = visit.chat();
    Assertions.assertThat(second).isNotEqualTo(first);
    await().until(() -> gateway.received("subscribe").size() == 1);
    visit.write("the second topic");
    gateway.send(reply(first, "d1", "t1", "to the first"));
    assertThat(visit.find(".chat.unseen .chat-title")).hasText("the first topic");
    assertThat(visit.page()).hasTitle(Pattern.compile("^● the second topic"));
    assertThat(visit.replies()).hasCount(0);
    visit.find(".chat.unseen .chat-open").click();
    assertThat(visit.replies()).hasCount(1);
    assertThat(visit.page()).hasTitle("the first topic · Holdfast");
  }

  @Test
  @DisplayName("opens the chat that the address names, and survives what it does not know")
  void addressed() {
    visit.open(gateway.port(), "/chat/team?chat=dev-1");
    visit.find(".pill.online").waitFor();
    Assertions.assertThat(gateway.received("hello").get(0).getJsonArray("chats").getString(0))
        .isEqualTo("dev-1");
    gateway.send(
        new JsonObject().put("type", "from-the-future").put("chat", "dev-1"),
        notice("dev-1", "n1", "a-new-kind", "still shown"));
    assertThat(visit.notices()).hasText("still shown");
  }
}
