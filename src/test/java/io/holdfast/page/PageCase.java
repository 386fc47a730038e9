package io.holdfast.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * One browser for a class of tests, one gateway and one visit for each. Whatever a test is about,
 * it fails if the page logged an error or broke its content security policy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageCase {

  private final List<Visit> visits = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Chromium chromium;

  @SuppressWarnings("NullAway.Init")
  private Vertx vertx;

  @SuppressWarnings("NullAway.Init")
  FakeGateway gateway;

  @SuppressWarnings("NullAway.Init")
  Visit visit;

  @BeforeAll
  void launch() {
    chromium = Chromium.launch();
    vertx = Vertx.vertx();
  }

  @AfterAll
  void quit() throws Exception {
    chromium.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @BeforeEach
  void begin() throws Exception {
    gateway = new FakeGateway(vertx);
    gateway.listen().await(60, TimeUnit.SECONDS);
    visit = newVisit(desktop());
  }

  @AfterEach
  void end() {
    try {
      assertThat(visits).flatMap(Visit::troubles).isEmpty();
    } finally {
      visits.forEach(Visit::close);
      visits.clear();
    }
  }

  final Visit newVisit(Browser.NewContextOptions options) {
    Visit another = new Visit(chromium.browser(), options);
    visits.add(another);
    return another;
  }

  static Browser.NewContextOptions desktop() {
    return new Browser.NewContextOptions().setViewportSize(1200, 800);
  }

  static Browser.NewContextOptions phone() {
    return new Browser.NewContextOptions()
        .setViewportSize(375, 720)
        .setHasTouch(true)
        .setIsMobile(true)
        .setDeviceScaleFactor(2);
  }

  /** Opens the page and waits until it is connected. */
  final Visit online() {
    visit.open(gateway.port(), "/");
    visit.find(".pill.online").waitFor();
    return visit;
  }
}
