package io.holdfast.lab.oracle;

import io.holdfast.lab.history.Event.Copies;
import io.holdfast.lab.history.Event.Lost;
import io.holdfast.lab.history.Event.Posted;
import io.holdfast.lab.history.Event.Struck;
import io.holdfast.lab.history.Event.Written;
import io.holdfast.lab.oracle.Run.At;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * I6 where the gateway has to send, and answers are lost: what is to be seen there in the end. A
 * message is there once where the platform drops copies or can be asked; at most once, or at least
 * once, where it can do neither, as configured. A copy says that it is one. Only what was lost, or
 * was to be sent when something was struck, may be missing, and only where at most one is promised.
 * Answers stand in the order of what they answer.
 */
final class Visible {

  private static final String MARK = "\\(Sent again";

  private final Run run;
  private final Map<String, Copies> chats = new HashMap<>();
  private final List<Violation> red = new ArrayList<>();

  private Visible(Run run) {
    this.run = run;
  }

  static List<Violation> judge(Run run) {
    Visible visible = new Visible(run);
    for (At<Written> at : run.all(Written.class)) {
      visible.chats.put(at.event().chat(), at.event().copies());
    }
    visible.copies();
    visible.answers();
    return visible.red;
  }

  private void copies() {
    Map<String, Integer> seen = new HashMap<>();
    for (At<Posted> at : run.all(Posted.class)) {
      Posted posted = at.event();
      String text = posted.text().replaceFirst(MARK + ".*\n", "");
      int times = seen.merge(posted.chat() + posted.inReplyTo() + text, 1, Integer::sum);
      boolean several = chats.get(posted.chat()) == Copies.AT_LEAST_ONE;
      if (times > 1 && !several) {
        add("%s is to be seen %d times in %s".formatted(text, times, posted.chat()));
      } else if (times > 1 && posted.text().equals(text)) {
        add("%s is to be seen again in %s and does not say so".formatted(posted, posted.chat()));
      }
    }
  }

  private void answers() {
    int missing = 0;
    Map<String, Integer> last = new HashMap<>();
    for (At<Written> at : run.all(Written.class)) {
      Written written = at.event();
      int place = answer(written.id());
      if (place >= 0 && place < last.getOrDefault(written.chat(), 0)) {
        add("the answer to %s in %s is too early".formatted(written.id(), written.chat()));
      } else if (place >= 0) {
        last.put(written.chat(), place);
      } else if (written.copies() == Copies.AT_MOST_ONE) {
        missing += isLost(written.id()) ? 0 : 1;
      } else {
        add("nothing answers %s in %s".formatted(written.id(), written.chat()));
      }
    }
    int struck = run.all(Struck.class).size();
    if (missing > struck) {
      add("%d are not answered that were not lost, and %d struck".formatted(missing, struck));
    }
  }

  /** Where a message was answered first; -1 if it was not. */
  private int answer(String id) {
    return run.all(Posted.class).stream()
        .filter(at -> at.event().inReplyTo().contains(id))
        .mapToInt(At::place)
        .findFirst()
        .orElse(-1);
  }

  private boolean isLost(String id) {
    return run.all(Lost.class).stream().anyMatch(at -> at.event().inReplyTo().contains(id));
  }

  private void add(String what) {
    red.add(new Violation("I6", what));
  }
}
