package io.holdfast;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How a test waits that says nothing else: it looks often, so that what has happened costs no more
 * time, and for long, so that a machine that has much else to do turns no test red.
 */
public final class Patience implements LauncherSessionListener {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(60);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultPollInterval(LOOK);
    Awaitility.setDefaultTimeout(LONG);
  }
}
