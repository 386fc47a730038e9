package io.holdfast.blocking;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import reactor.blockhound.BlockingOperationError;

/**
 * Fails the test during which an event loop was blocked, even where the error that the guard threw
 * was caught by something in between. Registered for every test by the service loader.
 */
public final class FailOnBlocking
    implements BeforeEachCallback, TestExecutionExceptionHandler, AfterEachCallback {

  private static final String LOOP = "io.netty.util.concurrent.AbstractEventExecutor";

  @Override
  public void beforeEach(ExtensionContext context) {
    check("before this test, after the one before it");
  }

  /** What the guard threw is why the test failed, however late and however it saw that. */
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    try {
      check("during this test");
    } catch (AssertionError blocked) {
      blocked.addSuppressed(failure);
      throw blocked;
    }
    throw failure;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check("during this test");
  }

  static void check(String when) {
    List<BlockingOperationError> seen = EventLoopGuard.drain();
    if (!seen.isEmpty()) {
      // In the message, since reports cut the stacks of suppressed errors down to the test.
      String stacks = seen.stream().map(FailOnBlocking::stack).collect(Collectors.joining("\n"));
      throw new AssertionError("S45: an event loop was blocked " + when + ":\n" + stacks);
    }
  }

  /** Without what any event loop has below it: reports show the end of a message, not the top. */
  private static String stack(BlockingOperationError error) {
    return Stream.of(error.getStackTrace())
        .takeWhile(frame -> !frame.getClassName().equals(LOOP))
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining("", error.toString(), ""));
  }
}
