package io.holdfast.ops.api;

import io.holdfast.model.HoldfastException;
import io.holdfast.model.Reason;
import io.holdfast.ops.Control;
import io.holdfast.ops.Control.Applied;
import io.holdfast.ops.Control.Asked;
import io.holdfast.ops.api.Operation.Body;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What concerns the gateway as a whole. */
record Controls(Control control) {

  List<Operation> operations() {
    return List.of(
        Operation.post("/api/plan", "plan", Body.YAML, this::plan),
        Operation.post("/api/reload", "reload", Body.JSON, this::reload),
        Operation.post("/api/drain", "drain", Body.JSON, call -> stop(call, Reason.SHUTDOWN)),
        Operation.post("/api/restart", "restart", Body.JSON, call -> stop(call, Reason.RESTART)));
  }

  private Future<Answer> plan(Call call) {
    return control.plan(call.body()).map(plan -> Answer.ok(Views.plan(plan)));
  }

  private Future<Answer> reload(Call call) {
    Optional<String> turn = Optional.ofNullable(call.fields("turn").getString("turn"));
    int status = turn.isPresent() ? 202 : 200;
    return control
        .reload(turn)
        .map(applied -> Answer.json(status, json(applied)))
        .recover(Controls::conflict);
  }

  private static JsonObject json(Applied applied) {
    return new JsonObject()
        .put("ok", applied.failures().isEmpty())
        .mergeIn(Views.plan(applied.plan()))
        .put("failures", new JsonArray(applied.failures()));
  }

  private Future<Answer> stop(Call call, Reason reason) {
    JsonObject fields = call.fields("turn", "key");
    String turn = fields.getString("turn", "");
    if (turn.isEmpty() && fields.containsKey("key")) {
      throw Refusal.of(Kind.BAD_BODY, "key", "together with turn only", "no turn");
    }
    Optional<Asked> asked =
        turn.isEmpty()
            ? Optional.empty()
            : Optional.of(new Asked(turn, fields.getString("key", call.operation().id())));
    return control.stop(reason, asked).map(this::begun).recover(Controls::conflict);
  }

  private Answer begun(boolean begins) {
    JsonObject body =
        new JsonObject()
            .put("begun", begins)
            .put("draining", Views.orNull(control.status().draining(), Views::draining));
    return Answer.json(begins ? 202 : 200, body);
  }

  /** The turn that asks is not running: the path is right, only the moment is not. */
  private static Future<Answer> conflict(Throwable failure) {
    return Future.failedFuture(
        failure instanceof HoldfastException.NotFound
            ? Refusal.of(Kind.CONFLICT, String.valueOf(failure.getMessage()))
            : failure);
  }
}
