package io.holdfast.blocking;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import reactor.blockhound.BlockingOperationError;

@ExtendWith(VertxExtension.class)
@DisplayName("S45: an event loop")
class EventLoopGuardTest {

  @Test
  @DisplayName("that sleeps is caught, with the place in the code, and so the test would fail")
  void sleepIsCaught(Vertx vertx) {
    assertThatThrownBy(() -> onEventLoop(vertx, this::sleep).await())
        .isInstanceOf(BlockingOperationError.class)
        .hasMessageContaining("sleep");
    assertThat(EventLoopGuard.drain())
        .singleElement()
        .satisfies(e -> assertThat(e).hasStackTraceContaining("EventLoopGuardTest.sleep"));
  }

  @Test
  @DisplayName("whose error was swallowed is remembered all the same")
  void swallowedIsRemembered(Vertx vertx) {
    onEventLoop(vertx, this::swallowed).await();
    assertThatThrownBy(() -> FailOnBlocking.check("during this test"))
        .hasMessageContaining("an event loop was blocked during this test")
        .hasMessageContaining("EventLoopGuardTest.swallowed");
    assertThat(EventLoopGuard.drain()).isEmpty();
  }

  @Test
  @DisplayName("that waits for a latch or reads a file is caught")
  void otherCallsAreCaught(Vertx vertx) {
    CountDownLatch latch = new CountDownLatch(1);
    assertThatThrownBy(() -> onEventLoop(vertx, () -> await(latch)).await())
        .isInstanceOf(BlockingOperationError.class);
    assertThatThrownBy(() -> onEventLoop(vertx, () -> Files.readString(Path.of("pom.xml"))).await())
        .isInstanceOf(BlockingOperationError.class);
    EventLoopGuard.drain();
  }

  @Test
  @DisplayName("that waits for a lock of ours is caught, also where the JDK takes it for us")
  void ownLock(Vertx vertx) {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    assertThatThrownBy(() -> onEventLoop(vertx, () -> locked(lock)).await(9, SECONDS))
        .isInstanceOf(BlockingOperationError.class);
    assertThatThrownBy(() -> onEventLoop(vertx, () -> lockedByTheJdk(lock)).await(9, SECONDS))
        .isInstanceOf(BlockingOperationError.class);
    EventLoopGuard.drain();
  }

  @Test
  @DisplayName("that waits for a lock which a library takes for itself is not: it is soon over")
  void locksOfLibraries(Vertx vertx) throws Exception {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    Future<String> locked = onEventLoop(vertx, () -> lockedByALibrary(lock));
    Awaitility.await().until(lock::hasQueuedThreads);
    lock.unlock();
    locked.await(9, SECONDS);
    assertThat(EventLoopGuard.drain()).isEmpty();
  }

  @Test
  @DisplayName("that waits for such a lock of another kind is not, either")
  void stampedLocksOfLibraries(Vertx vertx) throws Exception {
    StampedLock lock = new StampedLock();
    long stamp = lock.writeLock();
    AtomicReference<Thread> loop = new AtomicReference<>(Thread.currentThread());
    Future<String> locked = onEventLoop(vertx, () -> stampedByALibrary(lock, loop));
    Awaitility.await().until(() -> loop.get().getState() == Thread.State.WAITING);
    lock.unlockWrite(stamp);
    locked.await(9, SECONDS);
    assertThat(EventLoopGuard.drain()).isEmpty();
  }

  @Test
  @DisplayName("may log, and a worker may block")
  void allowed(Vertx vertx) {
    onEventLoop(
            vertx,
            () -> {
              LoggerFactory.getLogger(EventLoopGuardTest.class).info("logged on an event loop");
              return "";
            })
        .await();
    vertx.executeBlocking(this::sleep).await();
    assertThat(EventLoopGuard.drain()).isEmpty();
  }

  private String sleep() throws InterruptedException {
    Thread.sleep(1);
    return "";
  }

  private String swallowed() throws InterruptedException {
    try {
      return sleep();
    } catch (BlockingOperationError swallowed) {
      return "";
    }
  }

  private static String locked(ReentrantLock lock) {
    lock.lock();
    return "";
  }

  private static String lockedByTheJdk(ReentrantLock lock) {
    Optional.of(lock).ifPresent(ReentrantLock::lock);
    return "";
  }

  private static String lockedByALibrary(ReentrantLock lock) {
    assertThatNoException().isThrownBy(lock::lock);
    return "";
  }

  private static String stampedByALibrary(StampedLock lock, AtomicReference<Thread> loop) {
    loop.set(Thread.currentThread());
    assertThatNoException().isThrownBy(lock::writeLock);
    return "";
  }

  private static String await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return "";
  }

  private static Future<String> onEventLoop(Vertx vertx, Callable<String> call) {
    Promise<String> promise = Promise.promise();
    vertx.runOnContext(
        v -> {
          try {
            promise.complete(call.call());
          } catch (Exception | BlockingOperationError e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }
}
