package io.holdfast.process;

import io.holdfast.model.AttemptId;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes that belong together, and how they are ended. For threads that may block. */
@FunctionalInterface
public interface Kin {

  Logger LOG = LoggerFactory.getLogger(Kin.class);

  /** SIGKILL works at once; what is left after this waits in the kernel and cannot be helped. */
  Duration UNKILLABLE = Duration.ofSeconds(5);

  Duration LOOK_AGAIN = Duration.ofMillis(10);

  /** Those that run. */
  List<ProcessHandle> alive();

  /** A program that leads a session and bears a tag, with all that it started; Linux. */
  static Kin of(Process program, Tag tag) {
    if (!ProcessTable.exists()) {
      return descendants(program);
    }
    long id = program.pid();
    return () ->
        ProcessTable.find(
            process -> process.session() == id || process.group() == id || tag.isOn(process));
  }

  /** What earlier attempts of a turn left behind. */
  static Kin supersededBy(AttemptId attempt) {
    return () ->
        ProcessTable.exists()
            ? ProcessTable.find(process -> Tag.superseded(attempt, process))
            : List.of();
  }

  /** What gateways that are no more left behind. */
  static Kin orphans() {
    return () -> ProcessTable.exists() ? ProcessTable.find(Tag::orphaned) : List.of();
  }

  /** A program and what descends from it, as far as that was seen while it ran. */
  static Kin descendants(Process program) {
    Set<ProcessHandle> seen = new LinkedHashSet<>();
    seen.add(program.toHandle());
    return () -> {
      program.descendants().forEach(seen::add);
      return seen.stream().filter(ProcessHandle::isAlive).toList();
    };
  }

  /**
   * Ends them: SIGTERM, and SIGKILL for those that are left after {@code grace}. Blocks; true if
   * none is left.
   */
  default boolean end(Duration grace) {
    Set<ProcessHandle> told = new HashSet<>();
    boolean ended =
        gone(grace, process -> tell(process, told))
            || gone(UNKILLABLE, ProcessHandle::destroyForcibly);
    if (!ended) {
      LOG.error("processes that cannot be killed pids={}", pids());
    }
    return ended;
  }

  private static void tell(ProcessHandle process, Set<ProcessHandle> told) {
    if (told.add(process)) {
      process.destroy();
    }
  }

  /** Does something about each that is left, again and again, until none is. */
  private boolean gone(Duration limit, Consumer<ProcessHandle> about) {
    long until = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> left = alive();
    while (!left.isEmpty() && System.nanoTime() < until) {
      left.forEach(about);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      left = alive();
    }
    return left.isEmpty();
  }

  private String pids() {
    return alive().stream().map(process -> "" + process.pid()).collect(Collectors.joining(","));
  }
}
