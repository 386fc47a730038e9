package io.holdfast.blocking;

import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/** Makes every blocking call on an event loop an error, and remembers it for the running test. */
public final class EventLoopGuard implements LauncherSessionListener, TestExecutionListener {

  private static final String EVENT_LOOPS = "vert.x-eventloop";
  private static final String NEW_CHANNEL =
      "(Ljava/nio/file/Path;Ljava/util/Set;[Ljava/nio/file/attribute/FileAttribute;)"
          + "Ljava/nio/channels/SeekableByteChannel;";
  private static final String NEW_INPUT =
      "(Ljava/nio/file/Path;[Ljava/nio/file/OpenOption;)Ljava/io/InputStream;";
  private static final String NEW_OUTPUT =
      "(Ljava/nio/file/Path;[Ljava/nio/file/OpenOption;)Ljava/io/OutputStream;";

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();
  private static final List<BlockingOperationError> SEEN = new CopyOnWriteArrayList<>();

  /** Where tests run: Maven's own JVM only looks for them, and cannot be instrumented. */
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    session.getLauncher().registerTestExecutionListeners(this);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (INSTALLED.compareAndSet(false, true)) {
      install();
    }
  }

  private static void install() {
    BlockHound.Builder builder = BlockHound.builder().loadIntegrations();
    Allowances.ALL.forEach(
        allowed -> builder.allowBlockingCallsInside(allowed.type(), allowed.method()));
    builder
        // BlockHound knows the old streams by itself, but not java.nio.file.
        .markAsBlocking(Files.class, "newByteChannel", NEW_CHANNEL)
        .markAsBlocking(Files.class, "newInputStream", NEW_INPUT)
        .markAsBlocking(Files.class, "newOutputStream", NEW_OUTPUT)
        // Replaces Netty's predicate, which would also take Vert.x's workers for event loops.
        .nonBlockingThreadPredicate(netty -> thread -> thread.getName().startsWith(EVENT_LOOPS))
        .blockingMethodCallback(EventLoopGuard::seen)
        .install();
  }

  private static void seen(BlockingMethod method) {
    BlockingOperationError error = new BlockingOperationError(method);
    if (!Mutex.isALibrarys(error.getStackTrace())) {
      SEEN.add(error);
      throw error;
    }
  }

  /** What blocked an event loop since the last call. */
  static List<BlockingOperationError> drain() {
    List<BlockingOperationError> seen = List.copyOf(SEEN);
    SEEN.removeAll(seen);
    return seen;
  }
}
