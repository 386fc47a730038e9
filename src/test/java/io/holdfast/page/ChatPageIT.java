package io.holdfast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.holdfast.page.FakeGateway.accepted;
import static io.holdfast.page.FakeGateway.delta;
import static io.holdfast.page.FakeGateway.history;
import static io.holdfast.page.FakeGateway.item;
import static io.holdfast.page.FakeGateway.notice;
import static io.holdfast.page.FakeGateway.progress;
import static io.holdfast.page.FakeGateway.reply;
import static io.holdfast.page.FakeGateway.turn;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chat page, online,")
class ChatPageIT extends PageCase {

  @Test
  @DisplayName("says hello with the chat it shows, and asks for its history")
  void greets() {
    online();
    JsonObject hello = gateway.received("hello").get(0);
    Assertions.assertThat(hello.getJsonArray("chats")).contains(visit.chat());
    Assertions.assertThat(hello.getString("client")).isNotBlank();
    await().until(() -> gateway.received("history").size() == 1);
    Assertions.assertThat(gateway.received("history").get(0).getString("chat"))
        .isEqualTo(visit.chat());
  }

  @Test
  @DisplayName("sends with the keyboard alone, and marks a message as kept once it is accepted")
  void keyboard() {
    online();
    visit.page().keyboard().type("first line");
    visit.page().keyboard().press("Shift+Enter");
    visit.page().keyboard().type("<b>second</b> line");
    visit.page().keyboard().press("Enter");
    assertThat(visit.find(".row.user .plain")).hasText("first line\n<b>second</b> line");
    assertThat(visit.find(".row.user b")).hasCount(0);
    assertThat(visit.find(".status.accepted")).hasText("Kept");
    Assertions.assertThat(gateway.received("message").get(0).getString("text"))
        .isEqualTo("first line\n<b>second</b> line");
    assertThat(visit.find("#message")).isFocused();
  }

  @Test
  @DisplayName("renders Markdown and lets nothing of a reply run")
  void sanitises() {
    online();
    String hostile =
        """
        **bold** and `code`

        <script>window.pwned = 1</script>
        <img src=x onerror="window.pwned = 1">
        <a href="javascript:window.pwned=1">one</a>

        [two](javascript:window.pwned=1) <a href="javascript:window.pwned=1">inline</a>
        [three](https://example.org/) ![far](https://example.org/pixel.png)

        <iframe src="https://example.org/"></iframe><svg onload="window.pwned=1"></svg>
        <p style="position:fixed">four</p>

        ```js
        const five = "<b>";
        ```
        """;
    gateway.send(reply(visit.chat(), "d1", "t1", hostile));
    Locator body = visit.find(".row.agent .markdown");
    assertThat(body.locator("strong")).hasText("bold");
    assertThat(body.locator("script, iframe, svg, img, [onerror], [onload], [style]")).hasCount(0);
    assertThat(body.locator("a[href^='javascript']")).hasCount(0);
    assertThat(body.locator("a")).hasText(new String[] {"three", "far"});
    assertThat(body.locator("a").first()).hasAttribute("target", "_blank");
    Assertions.assertThat(body.locator("a").first().getAttribute("rel")).contains("noopener");
    assertThat(body).containsText("<script>window.pwned = 1</script>");
    assertThat(body.locator(".code pre")).hasText("const five = \"<b>\";");
    assertThat(body.locator(".code button.copy")).hasText("Copy");
    Assertions.assertThat(visit.page().evaluate("window.pwned")).isNull();
  }

  @Test
  @DisplayName("grows the live text, tolerates a gap, and replaces it by the durable reply")
  void streams() {
    online();
    String chat = visit.chat();
    gateway.send(
        turn(chat, "t1", "running", 1), delta("t1", 1, 0, "one "), delta("t1", 1, 1, "two"));
    assertThat(visit.find(".live")).hasText("one two");
    gateway.send(delta("t1", 1, 1, "two"), delta("t1", 1, 4, "five"));
    assertThat(visit.find(".live")).hasText("one two … five");
    gateway.send(reply(chat, "d1", "t1", "one two three four five"));
    assertThat(visit.replies()).hasCount(1);
    assertThat(visit.find(".row.agent .markdown")).hasText("one two three four five");
    assertThat(visit.find(".turn")).hasCount(0);
    gateway.send(delta("t1", 1, 5, "late"), turn(chat, "t1", "done", 1));
    gateway.send(reply(chat, "d2", "t2", "after"));
    assertThat(visit.replies()).hasCount(2);
    assertThat(visit.find(".turn")).hasCount(0);
  }

  @Test
  @DisplayName("lets a higher attempt supersede what a lower one showed")
  void supersedes() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), delta("t1", 1, 0, "from the first"));
    assertThat(visit.find(".live")).hasText("from the first");
    gateway.send(delta("t1", 2, 0, "from the second"), delta("t1", 1, 1, " ghost"));
    assertThat(visit.find(".live")).hasText("from the second");
  }

  @Test
  @DisplayName("shows the parts of a reply in order")
  void parts() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), delta("t1", 1, 0, "live"));
    gateway.send(reply(chat, "d1", "t1", "part one").put("parts", 2));
    gateway.send(reply(chat, "d2", "t1", "part two").put("parts", 2).put("part", 2));
    assertThat(visit.find(".row.agent .markdown")).hasText(new String[] {"part one", "part two"});
    assertThat(visit.find(".turn")).hasCount(0);
  }

  @Test
  @DisplayName("shows step, label and time of a running turn, and stops it by a message")
  void progresses() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), progress("t1", 1, 3, "reading the parser"));
    assertThat(visit.find(".turn-state")).hasText("Working, step 3");
    assertThat(visit.find(".turn-label")).hasText("reading the parser");
    assertThat(visit.find(".turn .ticking")).hasText(Pattern.compile("^0:(0[1-9]|[1-5]\\d)$"));
    assertThat(visit.find(".knot")).hasCount(3);
    assertThat(visit.find(".knot.tied")).hasCount(2);
    gateway.send(progress("t1", 1, 4, "step 4 of 10"));
    assertThat(visit.find(".turn-state")).hasText("Working");
    assertThat(visit.find(".turn-label")).hasText("step 4 of 10");
    visit.button("Stop").click();
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getString("text")).isEqualTo("/stop");
    gateway.send(turn(chat, "t1", "cancelled", 1));
    assertThat(visit.find(".turn")).hasCount(0);
  }

  @Test
  @DisplayName("S12: says at which step a turn was resumed, and why it had stopped")
  void resumes() {
    online();
    String chat = visit.chat();
    gateway.send(turn(chat, "t1", "running", 1), progress("t1", 1, 7, "copying"));
    gateway.send(turn(chat, "t1", "resumed", 2).put("steps", 6).put("reason", "crash"));
    assertThat(visit.find(".turn-resumed")).hasText("resumed at step 7 after a restart");
    gateway.send(progress("t1", 2, 8, "copying on"));
    assertThat(visit.find(".turn-state")).hasText("Working, step 8");
    assertThat(visit.find(".turn-resumed")).hasText("resumed at step 7 after a restart");
    assertThat(visit.find(".splice")).hasCount(1);
  }

  @Test
  @DisplayName("S20: shows a delivery once, however often it comes, and acks it each time")
  void onceEach() {
    online();
    String chat = visit.chat();
    gateway.send(reply(chat, "d1", "t1", "hello"), reply(chat, "d1", "t1", "hello"));
    gateway.send(
        notice(chat, "n1", "command", "so it is"), notice(chat, "n1", "command", "so it is"));
    assertThat(visit.notices()).hasCount(1);
    assertThat(visit.replies()).hasCount(1);
    await().until(() -> acked().containsAll(List.of("d1", "n1")));
    visit.page().reload();
    visit.find(".pill.online").waitFor();
    gateway.send(reply(chat, "d1", "t1", "hello"), reply(chat, "d1", "t1", "hello"));
    assertThat(visit.replies()).hasCount(1);
    await().until(() -> acked().stream().filter("d1"::equals).count() >= 2);
  }

  private List<Object> acked() {
    return gateway.received("ack").stream()
        .flatMap(ack -> ack.getJsonArray("deliveries").stream())
        .toList();
  }

  @Test
  @DisplayName("pages through the history without showing anything twice")
  void pages() {
    List<JsonObject> all = new ArrayList<>();
    IntStream.range(0, 120)
        .forEach(
            i ->
                all.add(
                    item(
                        "2026-01-01T%02d:%02d:00Z".formatted(i / 60, i % 60),
                        i % 2 == 0 ? "user" : "agent",
                        "h" + i,
                        "text " + i)));
    gateway.onHistory(asked -> page(asked, all));
    online();
    assertThat(visit.find(".row")).hasCount(50);
    gateway.send(reply(visit.chat(), "h119", "t", "text 119"));
    gateway.send(reply(visit.chat(), "live", "t2", "newest"));
    assertThat(visit.find(".row")).hasCount(51);
    // Again and again: the page may just be on its way down to what has come last.
    await()
        .until(
            () -> {
              visit.find(".scroller").evaluate("e => e.scrollTop = 0");
              return visit.find(".row").count() == all.size() + 1;
            });
    assertThat(visit.button("Earlier messages")).hasCount(0);
    Assertions.assertThat(visit.find(".row").evaluateAll("rows => rows.map(r => r.dataset.id)"))
        .isEqualTo(
            IntStream.rangeClosed(0, 120).mapToObj(i -> i == 120 ? "live" : "h" + i).toList());
  }

  private static JsonObject page(JsonObject asked, List<JsonObject> all) {
    String before = asked.getString("before", "h" + all.size());
    int end = Integer.parseInt(before.substring(1));
    int start = Math.max(0, end - asked.getInteger("limit"));
    return history(asked, start > 0, all.subList(start, end).toArray(JsonObject[]::new));
  }

  @Test
  @DisplayName("puts each kind of notice in its own quiet line, with what can be done about it")
  void noticeKinds() {
    online();
    String chat = visit.chat();
    visit.button("Colours: follows your system").focus();
    gateway.send(notice(chat, "n1", "question", "Red or blue?"));
    assertThat(visit.find(".row.notice.question")).hasText("Red or blue?");
    assertThat(visit.find("#message")).isFocused();
    assertThat(visit.find(".asked-hint")).hasText("The agent waits for your answer.");
    gateway.send(notice(chat, "n2", "failed", "No answer from the model."));
    visit.button("Retry").click();
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getString("text")).isEqualTo("/retry");
    assertThat(visit.button("Retry")).hasCount(0);
    gateway.send(notice(chat, "n3", "quarantined", "Three times without a new step."));
    assertThat(visit.button("Resume")).isVisible();
  }

  @Test
  @DisplayName("offers the answers to a question as buttons while it is asked, after a reload, too")
  void options() {
    JsonArray options =
        JsonArray.of(
            JsonObject.of("label", "Approve", "text", "/approve once 77ab-1"),
            JsonObject.of("label", "Deny", "text", "/deny 77ab-1"));
    online();
    String chat = visit.chat();
    String text = "May I **run a command**?\n\n```\nmake x\n```\n\n`/approve` permits it.";
    gateway.send(turn(chat, "t1", "asking", 1));
    gateway.send(notice(chat, "n1", "question", text).put("turn", "t1").put("options", options));
    assertThat(visit.button("Approve")).isVisible();
    gateway.send(notice(chat, "n2", "command", "Waiting for your answer."));
    visit.button("Deny").click();
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getString("text"))
        .isEqualTo("/deny 77ab-1");
    gateway.send(turn(chat, "t1", "running", 2));
    assertThat(visit.button("Deny")).hasCount(0);

    JsonObject past = item("2026-01-01T00:00:00Z", "gateway", "n1", text).put("kind", "question");
    gateway.onHistory(
        asked -> history(asked, false, past.copy().put("turn", "t1").put("options", options)));
    visit.page().reload();
    visit.find(".pill.online").waitFor();
    assertThat(visit.find(".row.notice.question")).hasCount(1);
    assertThat(visit.button("Approve")).hasCount(0);
    gateway.send(turn(chat, "t1", "asking", 3));
    visit.button("Approve").click();
    await().until(() -> gateway.received("message").size() == 2);
    Assertions.assertThat(gateway.received("message").get(1).getString("text"))
        .isEqualTo("/approve once 77ab-1");
  }

  @Test
  @DisplayName("marks a message whose turn is queued")
  void queued() {
    online();
    gateway.onMessage(
        m ->
            List.of(
                accepted(m),
                turn(m.getString("chat"), "t2", "queued", 0)
                    .put("inReplyTo", new JsonArray().add(m.getString("id")))));
    visit.write("and then this");
    assertThat(visit.find(".status.queued")).hasText("Queued");
    gateway.send(turn(visit.chat(), "t2", "running", 1));
    assertThat(visit.find(".status.queued")).hasCount(0);
    assertThat(visit.find(".turn-state")).hasText("Working");
  }

  @Test
  @DisplayName("completes slash commands with the keyboard")
  void commands() {
    online();
    visit.page().keyboard().type("/s");
    assertThat(visit.find("[role=option]")).hasCount(2);
    visit.page().keyboard().press("ArrowDown");
    visit.page().keyboard().press("Enter");
    assertThat(visit.find("#message")).hasValue("/stop");
    visit.page().keyboard().press("Escape");
    assertThat(visit.find("[role=option]")).hasCount(0);
    visit.page().keyboard().press("Enter");
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getString("text")).isEqualTo("/stop");
  }
}
