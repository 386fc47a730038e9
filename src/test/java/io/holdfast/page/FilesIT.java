package io.holdfast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.holdfast.page.FakeGateway.history;
import static io.holdfast.page.FakeGateway.item;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The files of the past, which history only names. */
@DisplayName("Of the files of the past, the chat page")
class FilesIT extends PageCase {

  private static final String DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private static JsonObject named(String name, String type, int size) {
    return JsonObject.of("name", name, "type", type, "size", size);
  }

  private static JsonObject with(JsonObject item, JsonObject... files) {
    return item.put("attachments", JsonArray.of((Object[]) files));
  }

  private static JsonObject containing(JsonObject asked, String data) {
    return asked.copy().put("attachment", JsonObject.of("name", "x", "type", "x/y", "data", data));
  }

  private void past(JsonObject... items) {
    gateway.onHistory(asked -> history(asked, false, items));
  }

  @Test
  @DisplayName("asks for pictures and shows them, and for others when somebody takes them")
  void shows() throws IOException {
    past(
        with(item("2026-01-01T10:00:00Z", "user", "m1", "see"), named("dot.png", "image/png", 70)),
        with(
            item("2026-01-01T10:01:00Z", "agent", "d1", "done"),
            named("dot.png", "image/png", 70),
            named("notes.txt", "text/plain", 2048)));
    gateway.onFile(asked -> containing(asked, asked.getInteger("file") == 1 ? "aGk=" : DOT));
    online();

    assertThat(visit.find(".row.user img")).hasAttribute("alt", "dot.png");
    assertThat(visit.find(".row.agent img")).hasAttribute("alt", "dot.png");
    Assertions.assertThat(
            visit.find(".row.user img").evaluate("e => e.decode().then(() => e.naturalWidth)"))
        .isEqualTo(1);
    assertThat(visit.find(".row.agent .chip")).hasText("notes.txt2 KB");
    Assertions.assertThat(gateway.received("file")).hasSize(2);
    Download download = visit.page().waitForDownload(() -> visit.find(".row.agent .chip").click());
    Assertions.assertThat(download.suggestedFilename()).isEqualTo("notes.txt");
    Assertions.assertThat(Files.readString(download.path())).isEqualTo("hi");
    Assertions.assertThat(gateway.received("file").get(2))
        .isEqualTo(JsonObject.of("type", "file", "chat", visit.chat(), "item", "d1", "file", 1));
  }

  @Test
  @DisplayName("says that one is not kept any more, and asks again for one after a lost connection")
  void misses() {
    past(
        with(
            item("2026-01-01T10:00:00Z", "user", "m1", "see"),
            named("old.png", "image/png", 70),
            named("dot.png", "image/png", 70)));
    gateway.onFile(
        asked -> asked.getInteger("file") == 0 ? asked : JsonObject.of("type", "nothing"));
    online();
    assertThat(visit.find(".row.user .chip").first()).hasText("old.pngno longer kept");
    await().until(() -> gateway.received("file").size() >= 2);
    gateway.onFile(asked -> containing(asked, DOT));
    gateway.cut();
    assertThat(visit.find(".row.user img")).hasAttribute("alt", "dot.png");
    assertThat(visit.find(".row.user .chip")).hasCount(1);
  }
}
