package io.holdfast.ops.api;

import io.holdfast.config.ConfigFaults;
import io.holdfast.config.Fault;
import io.holdfast.config.Plan;
import io.holdfast.model.HoldfastException.NotFound;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control;
import io.holdfast.ops.Status;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway that remembers what it was asked. */
final class FakeControl implements Control {

  static final Plan PLAN =
      new Plan(
          List.of(
              new Plan.Action(
                  Plan.Verb.REDEPLOY, Plan.Kind.RUNNER, "coder", List.of("timeout: 60s → 120s")),
              new Plan.Action(Plan.Verb.LEAVE, Plan.Kind.CONNECTOR, "web", List.of())));

  /** What it was asked, in order. */
  final List<String> asked = new ArrayList<>();

  volatile List<String> failures = List.of();
  volatile boolean valid = true;
  volatile boolean draining;
  volatile boolean first = true;

  @Override
  public Status status() {
    return new Status(
        "n1",
        "0.1.0",
        FakeStore.NOW,
        "/etc/holdfast.yaml",
        Set.of("demo"),
        Map.of("store", true, "runners", !draining),
        Map.of("bot", "held by node n2"),
        draining
            ? Optional.of(
                new Status.Draining(
                    "s1", "", Reason.SHUTDOWN, 3, FakeStore.NOW + 1, FakeStore.NOW + 2))
            : Optional.empty(),
        Optional.of(new Status.Reloaded(FakeStore.NOW, true, "nothing to do")));
  }

  @Override
  public JsonObject configuration() {
    return new JsonObject().put("admin", new JsonObject().put("token", "***"));
  }

  @Override
  public Future<Plan> plan(Buffer yaml) {
    asked.add("plan " + yaml.length());
    return valid ? Future.succeededFuture(PLAN) : Future.failedFuture(faults());
  }

  @Override
  public Future<Applied> reload(Optional<String> turn) {
    asked.add("reload " + turn.orElse("-"));
    return valid
        ? Future.succeededFuture(new Applied(PLAN, failures))
        : Future.failedFuture(faults());
  }

  private static ConfigFaults faults() {
    return new ConfigFaults(
        List.of(
            new Fault("runners.gpt.modle", "gpt", "a known key", "did you mean model?"),
            new Fault("http.port", "99999", "a port", "")));
  }

  @Override
  public Future<Boolean> stop(Reason reason, Optional<Asked> asker) {
    asked.add("stop " + reason + " " + asker.map(a -> a.turn() + " " + a.key()).orElse("-"));
    if (asker.isPresent() && !asker.get().turn().equals("t1")) {
      return Future.failedFuture(new NotFound("turn " + asker.get().turn() + " is not running"));
    }
    draining = first;
    return Future.succeededFuture(first);
  }
}
