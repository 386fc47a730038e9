package io.holdfast.ops.api;

import io.holdfast.model.Change;
import io.holdfast.model.DeliveryState;
import io.holdfast.model.SessionFacts;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.model.TurnView;
import io.holdfast.ops.api.Operation.Body;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What changes one session, turn or delivery. */
record Steers(Store store, InstantSource clock) {

  List<Operation> operations() {
    return List.of(
        Operation.post("/api/sessions/{key}/suspend", "suspend", Body.JSON, this::suspend),
        Operation.post("/api/sessions/{key}/resume", "resume", Body.JSON, this::resume),
        Operation.post("/api/turns/{id}/cancel", "cancel", Body.JSON, this::cancel),
        Operation.post("/api/deliveries/{id}/retry", "retry", Body.JSON, this::retry),
        Operation.post("/api/deliveries/{id}/drop", "drop", Body.JSON, this::drop));
  }

  private Future<Answer> suspend(Call call) {
    return steer(call, Steering::suspend, SessionState.SUSPENDED);
  }

  private Future<Answer> resume(Call call) {
    return steer(call, Steering::resume, SessionState.ACTIVE);
  }

  private Future<Answer> steer(
      Call call, Function<SessionFacts, List<Change>> decision, SessionState then) {
    call.fields();
    String key = call.part("key");
    return store
        .steer(key, decision, clock.millis())
        .map(
            known -> {
              if (!known) {
                throw Looks.missing("session", key);
              }
              return Answer.ok(new JsonObject().put("key", key).put("state", Views.word(then)));
            });
  }

  private Future<Answer> cancel(Call call) {
    call.fields();
    String id = call.part("id");
    return find(id)
        .compose(this::end)
        .compose(done -> find(id))
        .map(turn -> Answer.ok(Views.turn(turn)));
  }

  private Future<TurnView> find(String id) {
    return store
        .turn(id)
        .map(found -> found.orElseThrow(() -> Looks.missing("turn", id)))
        .map(detail -> detail.turn());
  }

  private Future<Boolean> end(TurnView turn) {
    if (!turn.state().open()) {
      String detail = "Turn " + turn.id() + " has ended: it is " + turn.state().wire() + ".";
      throw Refusal.of(Kind.CONFLICT, detail);
    }
    if (turn.state() == TurnState.RUNNING && turn.cancelled()) {
      // Its agent knows, and so does the chat.
      return Future.succeededFuture(true);
    }
    return store.steer(turn.session(), facts -> Steering.cancel(turn.id(), facts), clock.millis());
  }

  private Future<Answer> retry(Call call) {
    call.fields();
    String id = call.part("id");
    return decided(id, store.retry(id, clock.millis()), DeliveryState.PENDING, "held or dead");
  }

  private Future<Answer> drop(Call call) {
    call.fields();
    String id = call.part("id");
    return decided(
        id, store.drop(id, clock.millis()), DeliveryState.DEAD, "pending, held or unknown");
  }

  private static Future<Answer> decided(
      String id, Future<Boolean> done, DeliveryState then, String before) {
    return done.map(
        known -> {
          if (!known) {
            throw Looks.missing(before + " delivery", id);
          }
          return Answer.ok(new JsonObject().put("id", id).put("state", Views.word(then)));
        });
  }
}
