package io.holdfast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.holdfast.page.FakeGateway.delta;
import static io.holdfast.page.FakeGateway.history;
import static io.holdfast.page.FakeGateway.item;
import static io.holdfast.page.FakeGateway.notice;
import static io.holdfast.page.FakeGateway.progress;
import static io.holdfast.page.FakeGateway.rejected;
import static io.holdfast.page.FakeGateway.reply;
import static io.holdfast.page.FakeGateway.turn;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The chat page, to look at,")
class LooksIT extends PageCase {

  private static final String WIDE =
      """
      | a column | another column | a third column | a fourth column | a fifth |
      | --- | --- | --- | --- | --- |
      | unbreakable_value_1 | unbreakable_value_2 | unbreakable_value_3 | unbreakable_value_4 | 5 |

      ```
      a line of code that is far too long for the screen of a telephone, and does not break anywhere at all
      ```

      and https://example.org/a/very/long/address/without/any/space/in/it/that/goes/on/and/on/and/on
      """;

  @Test
  @DisplayName("fits a phone without scrolling sideways, and hides the list in a drawer")
  void phoneFits() {
    Visit phone = full(phone());
    phone.find("#message").fill("/");
    Object sideways =
        phone
            .page()
            .evaluate(
                "[document.scrollingElement, document.querySelector('.scroller')].map(e => e.scrollWidth - e.clientWidth)");
    Assertions.assertThat(sideways).isEqualTo(List.of(0, 0));
    assertThat(phone.find(".side")).isHidden();
    phone.button("Conversations").click();
    assertThat(phone.button("New conversation")).isVisible();
    phone.page().keyboard().press("Escape");
    assertThat(phone.find(".side")).isHidden();
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  @DisplayName("has no accessibility fault that axe can find, contrast included")
  void accessible(ColorScheme scheme) throws IOException {
    Visit seen = full(desktop().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
    Assertions.assertThat(faults(seen)).isEmpty();
    seen.find(".me").click();
    Assertions.assertThat(faults(seen)).isEmpty();
  }

  @Test
  @DisplayName("has no accessibility fault before anything was said")
  void accessibleEmpty() throws IOException {
    online();
    visit.find(".tries button").first().waitFor();
    Assertions.assertThat(faults(visit)).isEmpty();
    visit.find(".tries button").first().click();
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getString("text"))
        .isEqualTo("work for 10 steps");
  }

  /** A visit that shows one of everything. */
  private Visit full(Browser.NewContextOptions options) {
    gateway.onHistory(
        asked ->
            history(
                asked,
                true,
                item("2026-01-01T10:00:00Z", "user", "h1", "a question"),
                item("2026-01-01T10:01:00Z", "agent", "h2", WIDE),
                item("2026-01-01T10:02:00Z", "gateway", "h3", "a command's answer")));
    gateway.onMessage(m -> List.of(rejected(m, "not-allowed")));
    Visit full = newVisit(options).open(gateway.port(), "/?chat=full");
    full.find(".pill.online").waitFor();
    full.find(".row.notice").waitFor();
    full.write("no");
    full.find(".refusal").waitFor();
    List.of("restarting", "resumed", "question", "failed", "suspended", "quarantined")
        .forEach(kind -> gateway.send(notice("full", "n-" + kind, kind, "About `" + kind + "`.")));
    gateway.send(reply("full", "d1", "t0", "see [this](https://example.org/)"));
    gateway.send(turn("full", "t1", "running", 1), progress("t1", 1, 7, "a rather long label"));
    gateway.send(turn("full", "t1", "resumed", 2).put("steps", 6).put("reason", "restart"));
    gateway.send(delta("t1", 2, 0, "live text"));
    full.find(".live").waitFor();
    return full;
  }

  private static List<?> faults(Visit seen) throws IOException {
    seen.page().evaluate(axe());
    return (List<?>)
        seen.page()
            .evaluate(
                "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target + ' ' + n.failureSummary))");
  }

  private static String axe() throws IOException {
    try (InputStream in = LooksIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("turns dark and light by hand, and remembers it")
  void themes() {
    online();
    visit.button("Colours: follows your system").click();
    visit.button("Colours: light").click();
    assertThat(visit.button("Colours: dark")).isVisible();
    visit.page().reload();
    assertThat(visit.button("Colours: dark")).isVisible();
    assertThat(visit.find("html")).hasAttribute("data-theme", "dark");
  }

  @Test
  @DisplayName("sends a file along, and shows the pictures and files of a reply")
  void attachments() {
    online();
    byte[] text = "remember the milk".getBytes(StandardCharsets.UTF_8);
    visit.find("input[type=file]").setInputFiles(new FilePayload("note.txt", "text/plain", text));
    assertThat(visit.find(".composer .chip-name")).hasText("note.txt");
    visit.find("#message").press("Enter");
    await().until(() -> gateway.received("message").size() == 1);
    Assertions.assertThat(gateway.received("message").get(0).getJsonArray("attachments"))
        .isEqualTo(
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "note.txt")
                        .put("type", "text/plain")
                        .put("data", Base64.getEncoder().encodeToString(text))));
    String dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    gateway.send(
        reply(visit.chat(), "d1", "t1", "here")
            .put(
                "attachments",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "dot")
                            .put("type", "image/png")
                            .put("data", dot))
                    .add(
                        new JsonObject()
                            .put("name", "page.html")
                            .put("type", "text/html")
                            .put("data", "PGI+"))));
    assertThat(visit.find(".row.agent img")).hasAttribute("alt", "dot");
    assertThat(visit.find(".row.agent .chip-name")).hasText("page.html");
  }

  @Test
  @DisplayName("refuses a file that does not fit into a frame, and says how much does")
  void tooLarge() {
    online();
    visit
        .find("input[type=file]")
        .setInputFiles(new FilePayload("big.bin", "application/octet-stream", new byte[300_000]));
    assertThat(visit.find(".trouble")).containsText("big.bin is too large");
    assertThat(visit.find(".composer .attachment")).hasCount(0);
  }
}
