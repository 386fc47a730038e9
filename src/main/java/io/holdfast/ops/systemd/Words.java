package io.holdfast.ops.systemd;

import io.holdfast.model.Counts;
import io.holdfast.model.TurnState;
import io.holdfast.ops.Status;
import java.util.Map;
import java.util.Optional;

/** One line that says how a gateway is doing, for {@code systemctl status}. */
final class Words {

  static final String STARTING = "starting";

  private Words() {}

  static String of(Status status, Optional<Counts> counts, long now) {
    if (status.draining().isPresent()) {
      return draining(status.draining().get(), now);
    }
    if (!status.ready()) {
      return "not ready: "
          + String.join(
              ", ",
              status.checks().entrySet().stream()
                  .filter(check -> !check.getValue())
                  .map(Map.Entry::getKey)
                  .sorted()
                  .toList());
    }
    return counts.map(Words::serving).orElse("serving");
  }

  private static String draining(Status.Draining drain, long now) {
    String what = drain.scope().isEmpty() ? "draining" : "redeploying " + drain.scope();
    if (now < drain.until() && drain.turns() > 0) {
      return what + ": " + turns(drain.turns()) + ", " + left(drain.until() - now);
    }
    return (drain.scope().isEmpty() ? "stopping" : what) + ": " + left(drain.end() - now);
  }

  private static String serving(Counts counts) {
    long queued = counts.queued().values().stream().mapToLong(Long::longValue).sum();
    long running = counts.turns().getOrDefault(TurnState.RUNNING, 0L);
    return "serving: " + turns(running) + " running, " + queued + " queued";
  }

  private static String turns(long number) {
    return number + (number == 1 ? " turn" : " turns");
  }

  private static String left(long millis) {
    return Math.max(0, (millis + 999) / 1000) + " s left";
  }
}
