package io.holdfast.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.holdfast.jar.RealGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job as a person sees it: the real page in a real browser, on the real jar that is killed
 * under it. Leaves a picture of each stage in {@code target/screenshots}; the one in the README is
 * {@code killed-4-resumed.png}, copied to {@code src/site/resources/chat.png}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The page on a gateway that is killed under it")
class PageCrashIT {

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private Chromium chromium;

  @SuppressWarnings("NullAway.Init")
  private RealGateway gateway;

  @SuppressWarnings("NullAway.Init")
  private Visit visit;

  @BeforeAll
  void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  void quit() {
    chromium.close();
  }

  private static String config(int pace) {
    return """
        drain-timeout: 30s
        store: {sqlite: holdfast.db}
        runners:
          demo: {type: demo, pace: %dms}
        """
        .formatted(pace);
  }

  @BeforeEach
  void begin() throws Exception {
    gateway = new RealGateway(directory, config(700)).start();
    visit =
        new Visit(chromium.browser(), new Browser.NewContextOptions().setViewportSize(1200, 800));
    visit.open(gateway.port(), "/");
    visit.find(".pill.online").waitFor();
  }

  @AfterEach
  void end() {
    try {
      Assertions.assertThat(visit.troubles()).isEmpty();
    } finally {
      visit.close();
      gateway.destroy();
    }
  }

  @Test
  @DisplayName("S01, S05, S12, S21: streams, is killed, goes on at its step, and answers once")
  void killed() throws Exception {
    visit.write("work for 24 steps");
    assertThat(live()).containsText("step 4 attempt 1");
    picture("killed-1-working");
    gateway.kill();
    visit.find(".pill.waiting").waitFor();
    picture("killed-2-gone");
    visit.write("and say this when you are back");
    assertThat(visit.messages()).hasCount(2);
    picture("killed-3-kept");
    gateway.configure(config(1_000));
    gateway.start();
    visit.connectNow();
    assertThat(visit.find(".turn-resumed"))
        .containsText(Pattern.compile("resumed at step \\d+ after"));
    assertThat(live()).containsText("attempt 2");
    picture("killed-4-resumed");
    assertThat(visit.replies()).containsText(new String[] {"step 24", "echo: and say"});
    picture("killed-5-done");
    assertEachStepOnce(visit.replies().first().innerText(), 24);
    visit.page().reload();
    assertThat(visit.replies()).hasCount(2);
    assertThat(visit.messages()).hasCount(2);
    picture("killed-6-reloaded");
  }

  @Test
  @DisplayName("a picture and a file are shown in both directions, and again after a kill")
  void files() throws Exception {
    visit
        .find("input[type=file]")
        .setInputFiles(
            new FilePayload[] {
              new FilePayload("dot.png", "image/png", Base64.getDecoder().decode(DOT)),
              new FilePayload("note.txt", "text/plain", "hi".getBytes(StandardCharsets.UTF_8))
            });
    assertThat(visit.find(".composer .attachment")).hasCount(2);
    visit.write("look");
    assertThat(visit.replies()).containsText(new String[] {"echo: look"});
    assertFiles();
    gateway.kill();
    gateway.start();
    visit.page().reload();
    assertThat(visit.replies()).containsText(new String[] {"echo: look"});
    assertFiles();
    picture("files");
    Download download = visit.page().waitForDownload(() -> visit.find(".row.agent .chip").click());
    Assertions.assertThat(download.suggestedFilename()).isEqualTo("note.txt");
    Assertions.assertThat(Files.readString(download.path())).isEqualTo("hi");
  }

  private void assertFiles() {
    for (String row : new String[] {".row.user", ".row.agent"}) {
      assertThat(visit.find(row + " img")).hasAttribute("alt", "dot.png");
      assertThat(visit.find(row + " .chip-name")).hasText("note.txt");
    }
  }

  @Test
  @DisplayName("S07, S12: a stop says so in the chat, and the task goes on after it")
  void stopped() throws Exception {
    visit.write("work for 24 steps");
    assertThat(live()).containsText("step 2 attempt 1");
    gateway.signal("TERM");
    assertThat(visit.notices()).containsText("will go on");
    picture("stopped-1-told");
    // The turn does not end in time: the wait for it is over now.
    gateway.signal("TERM");
    Assertions.assertThat(gateway.awaitEnd()).isZero();
    gateway.configure(config(50));
    gateway.start();
    assertThat(visit.replies()).containsText(new String[] {"step 24"});
    assertEachStepOnce(visit.replies().first().innerText(), 24);
    picture("stopped-2-done");
  }

  @Test
  @DisplayName("a question outlives a kill, and its answer finishes the turn")
  void asked() throws Exception {
    visit.write("ask");
    assertThat(visit.notices()).hasCount(1);
    picture("asked-1-question");
    gateway.kill();
    gateway.start();
    visit.find(".pill.online").waitFor();
    visit.write("blue");
    assertThat(visit.replies()).containsText(new String[] {"blue"});
    assertThat(visit.notices()).hasCount(1);
    picture("asked-2-answered");
  }

  private Locator live() {
    return visit.find(".live");
  }

  private void picture(String name) {
    visit.page().screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
  }

  /** Every step once, in order, in attempts that only go up: none ran twice. */
  private static void assertEachStepOnce(String reply, int steps) {
    List<Integer> order = new ArrayList<>();
    List<Integer> attempts = new ArrayList<>();
    Matcher line = LINE.matcher(reply);
    while (line.find()) {
      order.add(Integer.parseInt(line.group(1)));
      attempts.add(Integer.parseInt(line.group(2)));
    }
    Assertions.assertThat(order).hasSize(steps).isSorted().doesNotHaveDuplicates();
    Assertions.assertThat(attempts).isSorted().contains(1, 2);
  }
}
