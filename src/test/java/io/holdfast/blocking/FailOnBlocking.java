package io.holdfast.blocking;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingOperationError;

/**
 * Fails the test during which an event loop was blocked, even where the error that the guard threw
 * was caught by something in between. Registered for every test by the service loader.
 */
public final class FailOnBlocking implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    check("before this test, after the one before it");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check("during this test");
  }

  static void check(String when) {
    List<BlockingOperationError> seen = EventLoopGuard.drain();
    if (!seen.isEmpty()) {
      AssertionError failure =
          new AssertionError(
              "S45: an event loop was blocked " + when + ", " + seen.size() + " times");
      seen.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}
