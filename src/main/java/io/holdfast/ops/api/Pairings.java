package io.holdfast.ops.api;

import io.holdfast.model.Pairing;
import io.holdfast.ops.api.Operation.Body;
import io.holdfast.store.Store;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;

/** Whom an operator lets in. */
record Pairings(Store store, InstantSource clock) {

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/pairings", "pairings", this::list, "connector", "cursor", "limit"),
        Operation.post("/api/pairings/{code}/approve", "approve", Body.JSON, this::approve),
        Operation.post(
            "/api/pairings/{connector}/{user}/revoke", "revoke", Body.JSON, this::revoke));
  }

  private Future<Answer> list(Call call) {
    return Looks.page(
        call,
        store.pairings(call.filter("connector"), call.piece(), clock.millis()),
        Pairings::view);
  }

  private Future<Answer> approve(Call call) {
    call.fields();
    String code = call.part("code");
    return store
        .approve(code, Wording.paired(), clock.millis())
        .map(approved -> approved.orElseThrow(() -> Looks.missing("open code", code)))
        .map(pairing -> Answer.ok(view(pairing)));
  }

  private Future<Answer> revoke(Call call) {
    call.fields();
    String connector = call.part("connector");
    String user = call.part("user");
    return store
        .revoke(connector, user)
        .map(
            known -> {
              if (!known) {
                throw Looks.missing("pairing of", connector + " with " + user);
              }
              return Answer.ok(new JsonObject().put("connector", connector).put("user", user));
            });
  }

  private static JsonObject view(Pairing pairing) {
    return new JsonObject()
        .put("connector", pairing.at().connector())
        .put("user", pairing.who().id())
        .put("name", pairing.who().name())
        .put("chat", pairing.at().chat())
        .put("code", pairing.code())
        .put("expiresAt", Views.time(pairing.expiresAt()))
        .put("approvedAt", Views.time(pairing.approvedAt()));
  }
}
