package io.holdfast.failpoint;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fuse of a process of its own: {@code -Dholdfast.failpoint=POINT[#HIT][=ACTION]}, where the
 * action is {@code halt} (SIGKILL by the operating system, the default), {@code hang} (the thread
 * never returns), {@code fail} or {@code delay:MILLIS}, and happens at the first or the given hit.
 */
final class PropertyFuse implements Fuse {

  private static final Pattern FORM =
      Pattern.compile("([a-zA-Z.-]+)(?:#([1-9][0-9]*))?(?:=(halt|hang|fail|delay:[0-9]+))?");

  private final String point;
  private final int hit;
  private final String action;
  private final AtomicInteger hits = new AtomicInteger();

  private PropertyFuse(String point, int hit, String action) {
    this.point = point;
    this.hit = hit;
    this.action = action;
  }

  /** Fails with {@link IllegalArgumentException} when {@code property} is not of that form. */
  static PropertyFuse parse(String property) {
    Matcher form = FORM.matcher(property);
    if (!form.matches()) {
      throw new IllegalArgumentException("not POINT[#HIT][=ACTION]: " + property);
    }
    int hit = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
    return new PropertyFuse(form.group(1), hit, form.group(3) == null ? "halt" : form.group(3));
  }

  @Override
  public Action reached(String here) {
    if (!here.equals(point) || hits.incrementAndGet() != hit) {
      return Action.PASS;
    }
    return switch (action) {
      case "fail" -> Action.FAIL;
      case "halt" -> end(true);
      case "hang" -> end(false);
      default -> new Action.Delay(Long.parseLong(action.substring("delay:".length())));
    };
  }

  private static Action end(boolean kill) {
    if (kill) {
      kill();
    }
    while (true) {
      LockSupport.park();
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run kill", e);
    }
  }
}
