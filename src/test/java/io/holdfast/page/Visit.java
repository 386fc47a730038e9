package io.holdfast.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One person's visit to the page: a fresh browser profile, and everything that went wrong in it.
 */
final class Visit implements AutoCloseable {

  /** Chromium says this of every refused connection; no page can keep it from doing so. */
  private static final String REFUSED = "WebSocket connection to";

  private final BrowserContext context;
  private final Page page;
  private final List<String> troubles = new CopyOnWriteArrayList<>();

  Visit(Browser browser, Browser.NewContextOptions options) {
    context = browser.newContext(options.setLocale("en-GB").setTimezoneId("UTC"));
    context.addInitScript(
        "addEventListener('securitypolicyviolation', (e) => console.error('csp', e.violatedDirective, e.blockedURI))");
    page = context.newPage();
    page.setDefaultTimeout(Chromium.PATIENCE);
    page.onConsoleMessage(this::noted);
    page.onPageError(troubles::add);
    page.onRequestFailed(this::failed);
  }

  /** The icon is the browser's own wish, at a time of its own; all else is trouble. */
  private void failed(Request request) {
    if (!request.url().endsWith("/page/icon.svg")) {
      troubles.add("failed: " + request.url() + " " + request.failure());
    }
  }

  private void noted(ConsoleMessage message) {
    boolean bad = message.type().equals("error") || message.type().equals("warning");
    if (bad && !message.text().contains(REFUSED)) {
      troubles.add(message.text());
    }
  }

  Visit open(int port, String pathAndQuery) {
    page.navigate("http://127.0.0.1:" + port + pathAndQuery);
    return this;
  }

  BrowserContext context() {
    return context;
  }

  Page page() {
    return page;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Does not wait for the page's next try; it may try by itself at any moment. */
  void connectNow() {
    page.evaluate(
        "[...document.querySelectorAll('button')].find(b => b.textContent === 'Try now')?.click()");
    find(".pill.online").waitFor();
  }

  /** From now on the page keeps what stands in a place, however short it stands there. */
  void watch(String selector) {
    page.evaluate(
        """
        (selector) => {
          window.seen = [];
          const look = () =>
            document.querySelectorAll(selector).forEach((e) => window.seen.push(e.textContent));
          const every = { childList: true, subtree: true, characterData: true };
          new MutationObserver(look).observe(document.body, every);
        }
        """,
        selector);
  }

  /** What has stood in the place that is watched. */
  List<String> seen() {
    return ((List<?>) page.evaluate("window.seen")).stream().map(String::valueOf).toList();
  }

  /** The connection's state, as the page says it. */
  Locator pill() {
    return page.locator(".pill");
  }

  Locator messages() {
    return page.locator(".row.user");
  }

  Locator replies() {
    return page.locator(".row.agent");
  }

  Locator notices() {
    return page.locator(".row.notice");
  }

  Visit write(String text) {
    page.locator("#message").fill(text);
    page.keyboard().press("Enter");
    return this;
  }

  /** The chat that the page opened, from what it keeps. */
  String chat() {
    return new JsonObject(
            "{\"chat\":" + page.evaluate("localStorage.getItem('holdfast.web.current')") + "}")
        .getString("chat");
  }

  /** Console errors, script errors, failed requests and violations of the policy. */
  List<String> troubles() {
    return List.copyOf(troubles);
  }

  @Override
  public void close() {
    context.close();
  }
}
