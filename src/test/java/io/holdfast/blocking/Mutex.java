package io.holdfast.blocking;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A thread that waits for a lock which a library takes for itself: a pool's queue, a buffer's free
 * list. It is held for the library's own few lines, now and then two threads meet there, and
 * nothing of ours could be written otherwise. What holds such a lock and waits for something else
 * is an error of its own. A lock that Holdfast takes, itself or by a class of the JDK, is no such.
 */
final class Mutex {

  private static final String LOCKS = "java.util.concurrent.locks.";
  private static final Set<String> TAKES = Set.of("lock", "readLock", "writeLock");
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
  private static final String OURS = "io.holdfast.";

  private Mutex() {}

  /** Whether it is such a lock, of a library, for which this stack waits. */
  static boolean isALibrarys(StackTraceElement... stack) {
    List<StackTraceElement> waiting =
        Stream.of(stack).dropWhile(frame -> !in(LOCKS).test(frame)).toList();
    List<StackTraceElement> locks = waiting.stream().takeWhile(in(LOCKS)).toList();
    return !locks.isEmpty()
        && TAKES.contains(locks.get(locks.size() - 1).getMethodName())
        && waiting.stream()
            .dropWhile(frame -> JDK.stream().anyMatch(name -> in(name).test(frame)))
            .findFirst()
            .filter(in(OURS).negate())
            .isPresent();
  }

  private static Predicate<StackTraceElement> in(String name) {
    return frame -> frame.getClassName().startsWith(name);
  }
}
